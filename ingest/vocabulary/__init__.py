"""Words that extraction knows: the dbt seeds' terms and the cue words that only extraction needs."""
