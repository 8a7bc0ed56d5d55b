#include "sl_esp/flash_store.hpp"

namespace sl::esp {

FlashStore::FlashStore(const char* partition_label)
    : partition_(esp_partition_find_first(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_ANY, partition_label)) {
  ESP_ERROR_CHECK(partition_ == nullptr ? ESP_ERR_NOT_FOUND : ESP_OK);
  ESP_ERROR_CHECK(partition_->encrypted ? ESP_ERR_INVALID_STATE : ESP_OK);
}

size_t FlashStore::sector_bytes() { return partition_->erase_size; }

size_t FlashStore::sectors() { return partition_->size / partition_->erase_size; }

bool FlashStore::read(size_t offset, ByteSpan into) {
  return esp_partition_read(partition_, offset, into.data, into.size) == ESP_OK;
}

bool FlashStore::write(size_t offset, ByteView bytes) {
  return esp_partition_write(partition_, offset, bytes.data, bytes.size) == ESP_OK;
}

bool FlashStore::erase(size_t sector) {
  return esp_partition_erase_range(partition_, sector * sector_bytes(), sector_bytes()) == ESP_OK;
}

}  // namespace sl::esp
