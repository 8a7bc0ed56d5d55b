// Values as C++ source.
#pragma once
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "support/vectors.hpp"

namespace sl::target {

/// Collects byte arrays, which must stand in front of the tables that name them.
class CppText {
 public:
  std::string bytes(const test::Memory& memory) {
    if (memory.empty()) return "{}";
    const std::string name = "b" + std::to_string(arrays_++);
    front_ << "const uint8_t " << name << "[] = {";
    for (const uint8_t byte : memory) front_ << int{byte} << ",";
    front_ << "};\n";
    return "{" + name + ", sizeof " + name + "}";
  }
  std::string hex(const test::Json& object, const char* name) {
    return bytes(object.contains(name) ? test::unhex(object[name]) : test::Memory{});
  }
  std::string text(const std::string& characters) { return test::Json(characters).dump(); }
  std::string text(const test::Json& object, const char* name) {
    return text(object.value(name, std::string{}));
  }

  /// A list of its own, for a row of another to point to.
  std::string list(const std::string& type, const std::vector<std::string>& rows) {
    const std::string name = "l" + std::to_string(arrays_++);
    write_array(type, name, rows);
    return "{" + name + ", " + std::to_string(rows.size()) + "}";
  }
  /// `extern const Vectors<type> name`
  void table(const std::string& type, const std::string& name, const std::vector<std::string>& rows) {
    write_array(type, name + "_rows", rows);
    front_ << "extern const Vectors<" << type << "> " << name << "{" << name << "_rows, " << rows.size() << "};\n";
  }
  void line(const std::string& source) { front_ << source << "\n"; }

  std::string all() const { return front_.str(); }

 private:
  void write_array(const std::string& type, const std::string& name, const std::vector<std::string>& rows) {
    front_ << "static const " << type << " " << name << "[] = {\n";
    for (const std::string& row : rows) front_ << "  {" << row << "},\n";
    front_ << "};\n";
  }

  std::ostringstream front_;
  size_t arrays_ = 0;
};

}  // namespace sl::target
