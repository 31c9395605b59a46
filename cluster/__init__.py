"""Apache Spark as the engine: extraction and models on a cluster, over tables that lie as Parquet files."""
