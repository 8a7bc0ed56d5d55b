#include "file_store.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <vector>

#include "ports/temporary_folder.hpp"

using namespace sl;
using linux_port::FileStore;

namespace {

constexpr linux_port::FlashGeometry small = {64, 2};

std::vector<uint8_t> bytes_at(FileStore& store, size_t offset, size_t count) {
  std::vector<uint8_t> bytes(count);
  REQUIRE(store.read(offset, ByteSpan(bytes.data(), bytes.size())));
  return bytes;
}
bool write(FileStore& store, size_t offset, const std::vector<uint8_t>& bytes) {
  return store.write(offset, ByteView(bytes.data(), bytes.size()));
}
using Octets = std::vector<uint8_t>;

}  // namespace

TEST_CASE("a new flash is erased, and keeps what was written when it is opened again") {
  const test::TemporaryFolder folder;
  {
    FileStore store(folder.file("flash"), small);
    CHECK(bytes_at(store, 0, 128) == Octets(128, 0xff));
    CHECK(write(store, 62, {1, 2, 3}));
  }
  FileStore store(folder.file("flash"), small);
  CHECK(bytes_at(store, 61, 5) == Octets{0xff, 1, 2, 3, 0xff});
}

TEST_CASE("a write only takes bits away until the sector is erased") {
  const test::TemporaryFolder folder;
  FileStore store(folder.file("flash"), small);
  CHECK(write(store, 0, {0xf0, 0x0f}));
  CHECK(write(store, 0, {0x3c, 0xff}));
  CHECK(bytes_at(store, 0, 2) == Octets{0x30, 0x0f});
  CHECK(write(store, 64, {7}));
  CHECK(store.erase(0));
  CHECK(bytes_at(store, 0, 2) == Octets{0xff, 0xff});
  CHECK(bytes_at(store, 64, 1) == Octets{7});
}

TEST_CASE("nothing is read, written or erased beyond the end") {
  const test::TemporaryFolder folder;
  FileStore store(folder.file("flash"), small);
  uint8_t two[2] = {};
  CHECK_FALSE(store.read(127, two));
  CHECK_FALSE(store.read(SIZE_MAX, two));
  CHECK_FALSE(write(store, 127, {1, 2}));
  CHECK_FALSE(store.erase(2));
  CHECK(bytes_at(store, 127, 1) == Octets{0xff});
}

TEST_CASE("the file of a larger flash is refused") {
  const test::TemporaryFolder folder;
  { const FileStore store(folder.file("flash"), {64, 4}); }
  CHECK_THROWS_WITH(FileStore(folder.file("flash"), small), doctest::Contains("another board"));
}

TEST_CASE("a power cut ends the process in the middle of the write that reaches its byte") {
  const test::TemporaryFolder folder;
  const pid_t child = fork();
  if (child == 0) {
    FileStore store(folder.file("flash"), small);
    store.power_cut_after(5);
    write(store, 0, {1, 2, 3});
    write(store, 3, {4, 5, 6, 7});
    _exit(0);  // never: the power went away
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 137);
  FileStore store(folder.file("flash"), small);
  CHECK(bytes_at(store, 0, 7) == Octets{1, 2, 3, 4, 5, 0xff, 0xff});
}
