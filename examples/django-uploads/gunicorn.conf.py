import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = 2
threads = 8
# Longer than any client leaves a connection idle: who closes first must not be the server, or a request may meet the end.
keepalive = 75
# Heartbeats of the workers belong in memory, not on a disk that is busy with uploads.
worker_tmp_dir = "/dev/shm"
