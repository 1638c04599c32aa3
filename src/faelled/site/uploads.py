"""Uploads are held in memory and never written to disk; what is larger than any file we take is not held at all."""

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload

LARGEST_KEPT = 12_000_001  # a byte more than the largest photo we take
LARGEST_HEARD = 50_000_000


class InMemory(MemoryFileUploadHandler):
    """Keeps the first LARGEST_KEPT bytes, and counts on so that a form can say how large the file was."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated = True

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        try:
            super().new_file(*args, **kwargs)
        except Exception as trouble:
            # The parent says by StopFutureHandlers that nobody after it is needed; there is nobody.
            if type(trouble).__name__ != "StopFutureHandlers":
                raise

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start + len(raw_data) > LARGEST_HEARD:
            raise StopUpload(connection_reset=True)
        if self.file.tell() < LARGEST_KEPT:
            self.file.write(raw_data)
        return None
