// How a function that can fail says so: a status to look at, never an exception.
#pragma once
#include "sl/text.hpp"

namespace sl {

/// Why bytes were refused, or did not fit. The first four are the errors of packages/protocol.
enum class Status : uint8_t { ok, malformed, not_deterministic, bad_shape, too_large, no_space, bad_mac, failed };

template <>
struct Names<Status> {
  static constexpr char all[] =
      "ok\0" "malformed\0" "not_deterministic\0" "bad_shape\0" "too_large\0" "no_space\0" "bad_mac\0" "failed\0";
};

/// A value, or why there is none. `value` is only to be read when `ok()`.
template <class T>
struct [[nodiscard]] Result {
  Status status = Status::failed;
  T value{};

  Result(const T& good) : status(Status::ok), value(good) {}
  Result(Status bad) : status(bad) {}
  bool ok() const { return status == Status::ok; }
};

}  // namespace sl
