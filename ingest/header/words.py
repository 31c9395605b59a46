"""How years are written: what several modules of the header step look for."""

YEAR = r"(?:19|20)[0-9]{2}"
CHINESE_YEAR = r"二[〇零○OoΟ0][〇零○OoΟ0一二三四五六七八九]{2}"
