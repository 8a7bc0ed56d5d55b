#include "sl/link/subscriptions.hpp"

namespace sl {

TopicText subscription_of(const DeviceId& device, size_t index) {
  if (index == 0) return topic_of(device, Topic::desired);
  if (index == 1) return topic_of(device, Topic::job_notify);
  // The only wildcard that the broker's policy allows: sl/1/{own}/cmd/+
  TopicText commands = topic_of(device, Topic::cmd_lock);
  commands.size -= name_of(Op::lock).size;
  commands.characters[commands.size++] = '+';
  return commands;
}

}  // namespace sl
