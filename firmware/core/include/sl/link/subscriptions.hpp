// What a device hears: its own commands, its configuration, its jobs. Twin: subscriptionsOf of packages/protocol/src/topics.ts.
#pragma once
#include "sl/codec/topic.hpp"

namespace sl {

inline constexpr size_t subscriptions = 3;
/// Each with QoS 1.
TopicText subscription_of(const DeviceId& device, size_t index);

}  // namespace sl
