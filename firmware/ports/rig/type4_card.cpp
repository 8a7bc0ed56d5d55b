#include "type4_card.hpp"

namespace sl::rig {

namespace {

const Octets done = {0x90, 0x00};
const Octets wrong_length = {0x67, 0x00};
const Octets not_found = {0x6a, 0x82};
const Octets unknown_instruction = {0x6d, 0x00};
const Octets unknown_class = {0x6e, 0x00};

const Octets application_name = {0xd2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01};
/// NT4H2421Gx, 8.2.3.1: the container names E104 (256 bytes, read free, write with key) and E105.
const Octets container = {0x00, 0x17, 0x20, 0x01, 0x00, 0x00, 0xff, 0x04, 0x06, 0xe1, 0x04, 0x01,
                          0x00, 0x00, 0x00, 0x05, 0x06, 0xe1, 0x05, 0x00, 0x80, 0x82, 0x83};

bool same(ByteView view, const Octets& octets) { return view == ByteView{octets.data(), octets.size()}; }

}  // namespace

Octets ndef_file_of(const std::string& url) {
  struct Beginning {
    uint8_t code;
    std::string text;
  };
  static const Beginning beginnings[] = {
      {0x02, "https://www."}, {0x01, "http://www."}, {0x04, "https://"}, {0x03, "http://"}};
  uint8_t code = 0;
  std::string rest = url;
  for (const Beginning& beginning : beginnings) {
    if (url.compare(0, beginning.text.size(), beginning.text) != 0) continue;
    code = beginning.code;
    rest = url.substr(beginning.text.size());
    break;
  }
  const size_t payload = 1 + rest.size();
  Octets file = {0, 0, 0xd1, 0x01, static_cast<uint8_t>(payload), 'U', code};
  for (const char c : rest) file.push_back(static_cast<uint8_t>(c));
  file[0] = static_cast<uint8_t>((file.size() - 2) >> 8);
  file[1] = static_cast<uint8_t>((file.size() - 2) & 0xff);
  return file;
}

Type4Card::Type4Card(Octets number, NextUrl url) : Card(std::move(number)), url_(std::move(url)) {
  sens_res = 0x0344;
  sel_res = 0x20;
  ats = {0x06, 0x77, 0x77, 0x71, 0x02, 0x80};
}

void Type4Card::power_up() {
  selected_ = Selected::nothing;
  reading_ = false;
}

Octets Type4Card::answer(ByteView apdu) {
  if (apdu.size < 4) return wrong_length;
  if (apdu[0] != 0x00) return unknown_class;
  if (apdu[1] == 0xb0) return read(apdu);
  reading_ = false;
  return apdu[1] == 0xa4 ? select(apdu) : unknown_instruction;
}

Octets Type4Card::select(ByteView apdu) {
  if (apdu.size < 5 || apdu.size < 5u + apdu[4]) return wrong_length;
  const ByteView name = apdu.from(5, apdu[4]);
  if (apdu[2] == 0x04 && same(name, application_name)) {
    selected_ = Selected::application;
    return done;
  }
  if (apdu[2] == 0x00 && selected_ != Selected::nothing && same(name, {0xe1, 0x03})) {
    selected_ = Selected::container;
    return done;
  }
  if (apdu[2] == 0x00 && selected_ != Selected::nothing && same(name, {0xe1, 0x04})) {
    selected_ = Selected::ndef;
    return done;
  }
  return not_found;
}

Octets Type4Card::read(ByteView apdu) {
  if (selected_ != Selected::container && selected_ != Selected::ndef) return {0x69, 0x85};
  if (apdu.size != 5) return wrong_length;
  if (selected_ == Selected::container) {
    file_ = container;
  } else if (!reading_) {
    file_ = next_file ? next_file() : ndef_file_of(url_());
    file_.resize(file_bytes);
  }
  reading_ = true;
  const size_t offset = static_cast<size_t>(apdu[2]) << 8 | apdu[3];
  const size_t count = apdu[4] == 0 ? 256 : apdu[4];
  if (offset + count > file_.size()) return wrong_length;
  Octets part(file_.begin() + static_cast<std::ptrdiff_t>(offset), file_.begin() + static_cast<std::ptrdiff_t>(offset + count));
  part.insert(part.end(), done.begin(), done.end());
  return part;
}

}  // namespace sl::rig
