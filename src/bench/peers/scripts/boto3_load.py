"""Puts or gets objects with boto3 and prints what that took it: {"cpuSeconds", "operations"}. Arguments: URL BUCKET put|get BYTES COUNT"""
import json
import sys
import time

import boto3
from botocore.config import Config

url, bucket, what, size, count = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
client = boto3.client("s3", endpoint_url=url, config=Config(s3={"addressing_style": "path"}))
body = b"x" * size
client.put_object(Bucket=bucket, Key="boto3-first", Body=body)
begin = time.process_time()
for number in range(count):
    if what == "put":
        client.put_object(Bucket=bucket, Key=f"boto3-{number % 8}", Body=body)
    else:
        client.get_object(Bucket=bucket, Key="boto3-first")["Body"].read()
print(json.dumps({"cpuSeconds": time.process_time() - begin, "operations": count}))
