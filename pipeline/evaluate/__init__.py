"""Scores what the pipeline read against annotated articles. Pure but for reading a gold file, a
baseline and the views of a published copy; knows no stage."""
