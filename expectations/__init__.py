"""Great Expectations suites that guard the warehouse, and how they run."""
