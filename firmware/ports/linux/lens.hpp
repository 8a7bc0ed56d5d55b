// ICamera on files: what stands before the camera is a list of JPEGs, of folders of them, and of films (Motion JPEG).
#pragma once
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "jpeg.hpp"

namespace sl::linux_port {

/// For how many taps the lens remembers how often it looked.
inline constexpr size_t looks_remembered = 16;
/// Of a film.
inline constexpr size_t film_bytes_max = 64 * 1024 * 1024;

class Lens final : public ICamera {
 public:
  explicit Lens(IClock& clock) : clock_(clock) {}

  /// What stands before it from now on: each file is a scene, a folder a scene for each *.jpg in the order of their names, a
  /// film (*.mjpeg, *.mjpg) one scene that moves. Empty: it gives nothing. Throws std::runtime_error with what to do, and
  /// then still sees what it saw before.
  void show(const std::vector<std::string>& paths);

  // ---- ICamera: the first look of a tap sees the first scene, the next look the next one; the last one again ----
  void look(const Id16& nonce) override;
  bool take(Picture& picture) override;
  void release(const Picture& picture) override;
  void reset() override {}
  void sleep() override { scene_ = nullptr; }

 private:
  /// Pictures that follow each other; a photograph is a scene that stands still.
  using Scene = std::vector<Shot>;
  struct Looks {
    Id16 nonce;
    size_t count = 0;
  };
  size_t count_look(const Id16& nonce);

  IClock& clock_;
  std::vector<std::shared_ptr<const Scene>> scenes_;
  std::deque<Looks> looks_;
  std::shared_ptr<const Scene> scene_;
  size_t next_shot_ = 0;
  /// Scenes whose pictures the core holds: they stay, whatever is shown meanwhile.
  std::vector<std::pair<const uint8_t*, std::shared_ptr<const Scene>>> held_;
};

}  // namespace sl::linux_port
