// The bytes of `face/frame`.
#pragma once
#include "sl/codec/cose.hpp"

namespace sl {

/**
 * A COSE_Mac0 header that names the picture by its hash, and the JPEG behind it, at the front of `out`. `header.sha256` is filled
 * in here. The JPEG may not lie in `out`. Empty when it does not fit.
 */
ByteView seal_frame(ICrypto& crypto, const UplinkKey& key, const DeviceId& device, FrameHeader header, ByteView jpeg,
                    ByteSpan out);

}  // namespace sl
