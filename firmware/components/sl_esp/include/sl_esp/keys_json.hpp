// The keys of a device as the server says them over HTTPS.
#pragma once
#include <string>

#include "sl/device/keys.hpp"

namespace sl::esp {

/// Reads the JSON of `/v1/devices/self/secrets`, or of the answer to an enrolment. False, and no change, for any other text.
bool parse_keys(const std::string& json, DeviceKeys& keys);

}  // namespace sl::esp
