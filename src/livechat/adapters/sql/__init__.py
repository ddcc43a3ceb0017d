"""Stores in a SQL database: one schema, one algorithm, one file for each database."""
