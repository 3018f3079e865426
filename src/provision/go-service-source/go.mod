module burstbox/go-service

go 1.22
