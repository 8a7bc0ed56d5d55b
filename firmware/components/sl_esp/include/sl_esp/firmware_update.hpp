// Looks for a newer image and puts it into the other slot, if the build names a place and a key (Kconfig).
#pragma once
#include "sl/ports.hpp"

namespace sl::esp {

enum class UpdateOutcome : uint8_t { none, failed, installed };

/**
 * `{CONFIG_SL_UPDATE_URL}/{board}.manifest`, and `{board}.bin` beside it when that is newer than what runs. Takes minutes: for
 * a task of its own. `installed`: a reboot starts the new image, on probation.
 */
UpdateOutcome look_for_update(ICrypto& crypto, IUpdater& updater);

}  // namespace sl::esp
