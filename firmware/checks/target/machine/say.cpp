#include "machine/machine.hpp"

namespace sl::target {

void say(int64_t number) {
  char digits[20];
  size_t at = sizeof digits;
  uint64_t left = number < 0 ? static_cast<uint64_t>(-number) : static_cast<uint64_t>(number);
  do {
    digits[--at] = static_cast<char>('0' + left % 10);
    left /= 10;
  } while (left > 0);
  if (number < 0) digits[--at] = '-';
  say(Text(digits + at, sizeof digits - at));
}

}  // namespace sl::target
