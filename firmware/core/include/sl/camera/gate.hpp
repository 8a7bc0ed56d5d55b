// Whether a picture is worth sending, judged on its brightness at 1/8 scale: 80 x 60 points of 640 x 480. That shows a dark
// hall, glare, a covered or unfocused lens and a picture full of movement; finer faults are for the server's face gate.
#pragma once
#include "sl/camera/words.hpp"
#include "sl/ports.hpp"

namespace sl {

/// What `result/capture` tells of a poor picture.
struct Measures {
  /// Mean brightness, 0..255.
  uint8_t luma = 0;
  /// Second differences over first differences, per mille: about 600 for any sharp photograph whatever its light, below 300
  /// when edges are wider than 20 pixels of 640; 0 where nothing can be seen at all.
  uint16_t focus = 0;
  /// Points that changed since the picture before, per mille; a change of the whole light is no movement.
  uint16_t motion = 0;
};

/// Of the picture, compared with the points of the one before; motion is 0 when there is none of the same size.
Measures measure(const Picture& picture, ByteView before);

/// The first fault in the order of `PictureFault`.
PictureFault judge_picture(const Measures& measures);
/// Good, and waiting for another would not make it better.
bool is_good_at_once(const Measures& measures);
/// The higher, the better; among pictures without a fault.
int score(const Measures& measures);

/// Whether the picture can be judged and sent at all: a JPEG within the limits with all its points.
bool is_usable(const Picture& picture);

}  // namespace sl
