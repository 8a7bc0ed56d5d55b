// One line of JSON, written straight down: hundreds of thousands of them under the sanitizers must not take minutes.
#pragma once
#include <string>

#include "sl/text.hpp"

namespace sl::test {

class LineWriter {
 public:
  LineWriter& open(char bracket) {
    comma();
    text_ += bracket;
    is_first_ = true;
    return *this;
  }
  LineWriter& close(char bracket) {
    text_ += bracket;
    is_first_ = false;
    return *this;
  }
  LineWriter& key(const char* name) {
    word(name);
    text_ += ':';
    is_first_ = true;
    return *this;
  }
  /// Text without a character that JSON escapes.
  LineWriter& word(Text text) {
    comma();
    text_ += '"';
    text_.append(text.data, text.size);
    text_ += '"';
    return *this;
  }
  LineWriter& hex(ByteView bytes) {
    comma();
    text_ += '"';
    for (const uint8_t byte : bytes) {
      text_ += "0123456789abcdef"[byte >> 4];
      text_ += "0123456789abcdef"[byte & 15];
    }
    text_ += '"';
    return *this;
  }
  LineWriter& number(int64_t value) { return raw(std::to_string(value)); }
  LineWriter& boolean(bool value) { return raw(value ? "true" : "false"); }
  LineWriter& null() { return raw("null"); }

  const std::string& text() const { return text_; }

 private:
  LineWriter& raw(const std::string& value) {
    comma();
    text_ += value;
    return *this;
  }
  void comma() {
    if (!is_first_) text_ += ',';
    is_first_ = false;
  }

  std::string text_;
  bool is_first_ = true;
};

}  // namespace sl::test
