// Counts what held and says what did not.
#pragma once
#include "sl/text.hpp"

namespace sl::target {

/// The checks that follow are of this; `number` of a failed check counts from the last `begin`.
void begin(Text what);
/// One vector, or one step of a session; the checks of it are named by its place.
void next();
bool check(bool good, Text what);
/// A figure for the table of sizes: a line of its own.
void measured(Text what, int64_t value);
/// The sum, as the last line. Whether every check held.
bool end();

}  // namespace sl::target
