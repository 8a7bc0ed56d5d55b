// What the core asks of the world. A board, the Linux port and the tests each implement these; the core knows no other way
// out. No call waits longer than its comment says.
#pragma once
#include "sl/clock.hpp"
#include "sl/latch/words.hpp"
#include "sl/status.hpp"

namespace sl {

/// Base of every port: used through references that outlive the core, never deleted through one.
class Port {
 public:
  Port(const Port&) = delete;
  Port& operator=(const Port&) = delete;

 protected:
  Port() = default;
  ~Port() = default;
};

/// Milliseconds since boot; never goes back, knows no date.
class IClock : public Port {
 public:
  virtual ClockMs now_ms() = 0;
};

/// Cryptographic randomness.
class IRng : public Port {
 public:
  virtual void fill(ByteSpan bytes) = 0;
};

class ICrypto : public Port {
 public:
  virtual void sha256(ByteView data, Hash& hash) = 0;
  /// Over the pieces in their order, as if they were one.
  virtual void hmac_sha256(ByteView key, const ByteView* pieces, size_t count, Hash& mac) = 0;
  /// RFC 8032, 5.1.7: S not below L is refused.
  virtual bool ed25519_verify(const Bytes<32>& public_key, ByteView message, const Bytes<64>& signature) = 0;
};

/// The motor of the bolt. Its switches are inputs: only they say where the bolt is.
class IDrive : public Port {
 public:
  /// Begins a move and returns at once; a new move takes the place of the old one.
  virtual void drive(BoltTarget to) = 0;
  virtual void stop() = 0;
  /// Current of the motor now: a stall shows before the time of a try is over.
  virtual uint16_t current_ma() = 0;
};

/// The NFC reader's bus (SPI mode 0); frames are made and read in the core. At most 20 ms a transfer.
class INfc : public Port {
 public:
  /// One selection of the chip: NSS low, every byte, NSS high. Full duplex, as many bytes in as out; both may be the same
  /// memory. Bytes here read as in the manual: the PN532 sends the least significant bit first (UM0701-02, 6.2.5), so the
  /// port sets its hardware so, or turns every byte round. False when the bus failed.
  virtual bool transfer(ByteView out, ByteSpan in) = 0;
  /// A pulse on the hardware reset line (RSTPD_N), over when this returns.
  virtual void reset() = 0;
};

/// Switches as they are now, not yet debounced. Whole words, so that they are handed on in registers.
struct alignas(4) Inputs {
  bool bolt_locked = false;
  bool bolt_unlocked = false;
  bool door_open = false;
  bool exit_pressed = false;
  bool tampered = false;
  bool motion = false;
};
class IInputs : public Port {
 public:
  virtual Inputs read() = 0;
};

/// Light and sound.
class IPanel : public Port {
 public:
  virtual void show(Shown what) = 0;
};

/// Board to board: ESP-NOW, or UDP on loopback. What comes in is handed to the core by whoever polls the port.
class IPeer : public Port {
 public:
  /// False when it could not be sent; true says nothing about its arrival.
  virtual bool send(Text peer, ByteView frame) = 0;
  virtual void set_channel(uint8_t channel) = 0;
};

/// The MQTT connection. What comes in, and each PUBACK, is handed to the core by whoever polls the port.
class ILink : public Port {
 public:
  /// Begins a clean session and returns at once, with copies of both: CONNECT with this will (QoS 1, retained) and
  /// limits::keepalive_s, then the subscriptions of sl/link/subscriptions.hpp. `opening` until it is up or has failed; a new
  /// call takes the place of the old one.
  virtual void connect(Text will_topic, ByteView will) = 0;
  /// DISCONNECT after what was published, so that the broker forgets the will; whatever state it is in.
  virtual void disconnect() = 0;
  virtual bool opening() = 0;
  /// From the SUBACKs on, so that no command is missed once `ready` is said, until the connection is cut.
  virtual bool up() = 0;
  /// Full topic. The packet id that its PUBACK will name (0 for QoS 0); negative when it was not taken.
  virtual int32_t publish(Text topic, ByteView bytes, uint8_t qos, bool retain) = 0;
};

/// Raw flash: erased bytes are 0xff, a write only takes bits from 1 to 0 and may end at any byte, a sector is erased whole.
class IStore : public Port {
 public:
  virtual size_t sector_bytes() = 0;
  virtual size_t sectors() = 0;
  virtual bool read(size_t offset, ByteSpan into) = 0;
  virtual bool write(size_t offset, ByteView bytes) = 0;
  virtual bool erase(size_t sector) = 0;
};

/// One number in flash that outlives power cuts.
class ICounterStore : public Port {
 public:
  /// What was written last; 0 on a new device.
  virtual uint64_t read() = 0;
  /// True when it will be read after a power cut.
  virtual bool write(uint64_t value) = 0;
};

/// One picture, in memory of the camera until `release`.
struct Picture {
  ByteView jpeg;
  /// Brightness at 1/8 scale, row by row.
  ByteView luma;
  uint16_t luma_width = 0;
  uint16_t luma_height = 0;
  /// On the clock of IClock: a picture from before the tap shows somebody else.
  ClockMs taken_ms = 0;
  /// Epoch ms as the board believes, for the frame's header; 0 when it knows no date. Nothing depends on it.
  uint64_t stamped_ms = 0;
};
class ICamera : public Port {
 public:
  /// Awake from now on, if it is not yet, for pictures of this tap (a simulated lens shows each tap its pictures in turn).
  virtual void look(const Id16& nonce) = 0;
  /// The newest picture, if there is one since the last call. At most 5 ms, decoding at 1/8 scale included.
  virtual bool take(Picture& picture) = 0;
  /// At least two pictures may be out at once.
  virtual void release(const Picture& picture) = 0;
  /// No picture came: the sensor hangs, and is to begin anew with the next look.
  virtual void reset() = 0;
  virtual void sleep() = 0;
};

/// A/B slots of the firmware image.
class IUpdater : public Port {
 public:
  virtual Status begin(uint32_t image_bytes) = 0;
  virtual Status write(ByteView part) = 0;
  /// The written image is whole: boot it next, on probation.
  virtual Status finish(const Hash& sha256) = 0;
  /// This image works: it stays.
  virtual void confirm() = 0;
};

class ISleep : public Port {
 public:
  /// Sleeps until `until_ms` or an input, whichever comes first.
  virtual void sleep_until(ClockMs until_ms) = 0;
  virtual void reboot() = 0;
};

}  // namespace sl
