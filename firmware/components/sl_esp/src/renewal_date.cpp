// When a certificate should be renewed.
#include <time.h>

#include "mbedtls/x509_crt.h"
#include "sl_esp/enrolment.hpp"
#include "sl_esp/wall_clock.hpp"

namespace sl::esp {

namespace {

constexpr int64_t renew_before_end_s = 30 * 24 * 3600;

/// Days from 1970-01-01 to a date of the Gregorian calendar, by whole years and leap days; newlib has no timegm.
int64_t days_since_epoch(int year, int month, int day) {
  constexpr int days_before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  const int before = year - 1;
  const int64_t leap_days = before / 4 - before / 100 + before / 400 - (1969 / 4 - 1969 / 100 + 1969 / 400);
  return int64_t{365} * (year - 1970) + leap_days + days_before[month - 1] + (leap && month > 2 ? 1 : 0) + day - 1;
}

}  // namespace

bool renewal_is_due(const Identity& identity) {
  if (!wall_clock_is_set()) return false;
  mbedtls_x509_crt chain;
  mbedtls_x509_crt_init(&chain);
  const auto* const pem = reinterpret_cast<const unsigned char*>(identity.certificate.c_str());
  bool due = false;
  if (mbedtls_x509_crt_parse(&chain, pem, identity.certificate.size() + 1) == 0) {
    // The first certificate of the chain is the device's own.
    const mbedtls_x509_time& end = chain.valid_to;
    const int64_t end_s = days_since_epoch(end.year, end.mon, end.day) * 86400 + end.hour * 3600 + end.min * 60 + end.sec;
    due = epoch_s() > end_s - renew_before_end_s;
  }
  mbedtls_x509_crt_free(&chain);
  return due;
}

}  // namespace sl::esp
