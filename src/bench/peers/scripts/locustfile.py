"""Locust's faster client, with the pause of the others."""
from locust import FastHttpUser, between, task


class User(FastHttpUser):
    wait_time = between(0.05, 0.15)

    @task
    def ping(self):
        self.client.get("/ping")
