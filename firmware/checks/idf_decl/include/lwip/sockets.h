// Declaration check only: what the boards use of lwip, as ESP-IDF 5.4 documents it. No behaviour; nothing of it is linked.
#pragma once
// The boards use the POSIX names, which the machine that checks has too.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/select.h>
#include <sys/socket.h>
