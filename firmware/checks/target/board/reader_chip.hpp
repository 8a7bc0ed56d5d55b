// A PN532 on SPI with one NTAG 424 to show, as far as a good presentation asks for it (UM0701-02, 6.2 and 7.3). What goes wrong
// with readers and cards is the matter of tests/nfc.
#pragma once
#include "sl/ports.hpp"

namespace sl::target {

class ReaderChip final : public INfc {
 public:
  bool transfer(ByteView out, ByteSpan in) override;
  void reset() override { saying_ = Saying::nothing; }

  bool has_card = false;

 private:
  enum class Saying : uint8_t { nothing, acknowledgement, answer };
  void hear(ByteView data);
  void card_answer(ByteView apdu, ByteBuffer& answer);

  Saying saying_ = Saying::nothing;
  uint8_t answer_[96] = {};
  size_t answer_size_ = 0;
  bool ndef_selected_ = false;
};

}  // namespace sl::target
