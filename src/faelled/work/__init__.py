"""The worker: rows that are work, claimed under a lease. There is no job queue beside the database."""
