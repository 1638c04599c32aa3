"""What no grammar can list: causes and moods in everyday words, weighed by a model that was trained on examples."""
