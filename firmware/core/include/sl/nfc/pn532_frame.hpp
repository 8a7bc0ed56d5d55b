// Frames between host and PN532 (UM0701-02, 6.2.1), the same on every bus: normal information frames, ACK, NACK, error.
// Extended frames are not spoken: nothing that a latch asks is answered with more than 255 bytes.
#pragma once
#include "sl/limits.hpp"

namespace sl {

/// The first byte of every SPI transfer: what the others are (UM0701-02, 6.2.5).
namespace pn532_spi {
inline constexpr uint8_t data_write = 0x01;
inline constexpr uint8_t status_read = 0x02;
inline constexpr uint8_t data_read = 0x03;
/// In the byte that answers status_read: a frame waits to be read.
inline constexpr uint8_t ready_bit = 0x01;
}  // namespace pn532_spi

inline constexpr uint8_t pn532_ack[] = {0x00, 0x00, 0xff, 0x00, 0xff, 0x00};
inline constexpr uint8_t pn532_nack[] = {0x00, 0x00, 0xff, 0xff, 0x00, 0x00};
/// Preamble, start code, LEN, LCS, TFI before the code of a command; DCS and postamble behind its parameters.
inline constexpr size_t pn532_overhead_bytes = 6 + 2;

enum class Pn532FrameKind : uint8_t { none, ack, nack, error, answer };

struct Pn532Frame {
  /// `none`: no frame of these kinds, or one whose length or sum is wrong.
  Pn532FrameKind kind = Pn532FrameKind::none;
  /// Of an answer: the command's code plus one.
  uint8_t code = 0;
  /// Of an answer: what follows the code; a view of the bytes that were read.
  ByteView data;
};

/// The frame at the front of what the chip sent; what follows it is filling.
Pn532Frame pn532_read_frame(ByteView bytes);
/// A command to the chip. Empty when it does not fit the memory, or a normal frame.
ByteView pn532_write_command(uint8_t code, ByteView parameters, ByteSpan memory);

}  // namespace sl
