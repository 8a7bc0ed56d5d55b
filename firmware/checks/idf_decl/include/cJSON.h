// Declaration check only: what the boards use of json (cJSON 1.7), as ESP-IDF 5.4 documents it. No behaviour; nothing of it is linked.
#pragma once
typedef int cJSON_bool;
typedef struct cJSON {
  struct cJSON* next;
  struct cJSON* prev;
  struct cJSON* child;
  int type;
  char* valuestring;
  int valueint;
  double valuedouble;
  char* string;
} cJSON;

extern "C" {
cJSON* cJSON_Parse(const char* value);
char* cJSON_PrintUnformatted(const cJSON* item);
void cJSON_Delete(cJSON* item);
void cJSON_free(void* object);
cJSON* cJSON_CreateObject(void);
cJSON* cJSON_AddStringToObject(cJSON* object, const char* name, const char* string);
cJSON_bool cJSON_AddItemToObject(cJSON* object, const char* string, cJSON* item);
cJSON* cJSON_GetObjectItemCaseSensitive(const cJSON* object, const char* string);
cJSON* cJSON_DetachItemFromObjectCaseSensitive(cJSON* object, const char* string);
int cJSON_GetArraySize(const cJSON* array);
cJSON* cJSON_GetArrayItem(const cJSON* array, int index);
cJSON_bool cJSON_IsString(const cJSON* item);
cJSON_bool cJSON_IsNumber(const cJSON* item);
cJSON_bool cJSON_IsArray(const cJSON* item);
}
