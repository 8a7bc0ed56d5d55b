// An HTTPS server on loopback that answers as a test wants, one connection a request.
#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "device_key.hpp"

namespace sl::test {

class HttpsServer {
 public:
  struct Asked {
    /// "POST /v1/enrolments HTTP/1.1" and the headers.
    std::string head;
    std::string body;
  };
  /// The whole answer but its Content-Length: "200 OK", and the body.
  using Answer = std::pair<std::string, std::string>;

  HttpsServer(const linux_port::DeviceKey& key, const std::string& certificate, std::function<Answer(const Asked&)> answer)
      : context_(SSL_CTX_new(TLS_server_method())), answer_(std::move(answer)) {
    const auto chain = linux_port::certificates_of(certificate);
    if (SSL_CTX_use_certificate(context_.get(), chain.at(0).get()) != 1 ||
        SSL_CTX_use_PrivateKey(context_.get(), key.get()) != 1)
      throw std::runtime_error("the server's certificate");
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(fd_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(fd_, 4) != 0 ||
        getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
      throw std::runtime_error("the server's port");
    url_ = "https://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    thread_ = std::thread([this] { run(); });
  }
  ~HttpsServer() {
    shutdown(fd_, SHUT_RDWR);  // ends the accept
    thread_.join();
    close(fd_);
  }
  HttpsServer(const HttpsServer&) = delete;
  HttpsServer& operator=(const HttpsServer&) = delete;

  const std::string& url() const { return url_; }
  std::vector<Asked> asked() {
    const std::lock_guard<std::mutex> guard(lock_);
    return asked_;
  }

 private:
  using OwnedSsl = linux_port::Owned<SSL, SSL_free>;

  void run() {
    for (int client = accept(fd_, nullptr, nullptr); client >= 0; client = accept(fd_, nullptr, nullptr)) {
      const OwnedSsl ssl(SSL_new(context_.get()));
      SSL_set_fd(ssl.get(), client);
      if (SSL_accept(ssl.get()) == 1) serve(ssl.get());
      close(client);
    }
  }

  void serve(SSL* ssl) {
    std::string in;
    char part[4096];
    size_t head = std::string::npos;
    while (head == std::string::npos || in.size() < head + 4 + length_in(in)) {
      const int count = SSL_read(ssl, part, sizeof part);
      if (count <= 0) return;
      in.append(part, static_cast<size_t>(count));
      head = in.find("\r\n\r\n");
    }
    const Asked asked = {in.substr(0, head), in.substr(head + 4)};
    {
      const std::lock_guard<std::mutex> guard(lock_);
      asked_.push_back(asked);
    }
    const auto [status, body] = answer_(asked);
    const std::string out = "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    SSL_write(ssl, out.data(), static_cast<int>(out.size()));
    SSL_shutdown(ssl);
  }
  static size_t length_in(const std::string& head) {
    const size_t at = head.find("Content-Length: ");
    return at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
  }

  linux_port::OwnedSslContext context_;
  std::function<Answer(const Asked&)> answer_;
  int fd_ = socket(AF_INET, SOCK_STREAM, 0);
  std::string url_;
  std::mutex lock_;
  std::vector<Asked> asked_;
  std::thread thread_;
};

}  // namespace sl::test
