"""The exceptions of the warehouse files. Every message says what to do."""


class WarehouseError(Exception):
    """Base of everything that this package raises on purpose."""


class SettingsError(WarehouseError):
    """Environment variables give settings that cannot be used."""


class LoadInProgressError(WarehouseError):
    """Another load holds this JIXIAO_HOME."""


class PublishRefusedError(WarehouseError):
    """The build did not pass its audit; the published file was left as it was."""


class RolledBackError(WarehouseError):
    """The published version was put back by a rollback, and loads have not been resumed."""


class DiskError(WarehouseError):
    """The disk of a home is full or read-only."""


class EngineError(WarehouseError):
    """The engine that the settings name is missing or does not answer."""


class NotPublishedError(WarehouseError):
    """There is no published warehouse to read yet."""


class QueryError(WarehouseError):
    """A query could not be answered."""
