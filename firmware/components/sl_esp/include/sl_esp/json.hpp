// cJSON with an owner.
#pragma once
#include <memory>
#include <string>

#include "cJSON.h"

namespace sl::esp {

struct DeleteJson {
  void operator()(cJSON* json) const { cJSON_Delete(json); }
};
using Json = std::unique_ptr<cJSON, DeleteJson>;

inline Json parse_json(const std::string& text) { return Json(cJSON_Parse(text.c_str())); }

/// The text of a member; empty when there is none.
inline std::string text_of(const cJSON* object, const char* name) {
  const cJSON* const item = cJSON_GetObjectItemCaseSensitive(object, name);
  return cJSON_IsString(item) ? item->valuestring : "";
}

inline std::string print_json(const cJSON* json) {
  char* const printed = cJSON_PrintUnformatted(json);
  std::string text = printed ? printed : "";
  cJSON_free(printed);
  return text;
}

}  // namespace sl::esp
