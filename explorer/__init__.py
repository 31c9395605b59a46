"""The explorer: pages of charts, tables and report texts over the published warehouse, for this machine only."""
