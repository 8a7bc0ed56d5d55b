#include "lens.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "camera/jpegs.hpp"
#include "sl/camera/gate.hpp"

using namespace sl;
using namespace sl::test;
using sl::linux_port::Lens;

namespace {

struct Folder {
  std::string path;
  Folder() {
    char name[] = "/tmp/sl-lens-XXXXXX";
    path = mkdtemp(name);
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string write(const std::string& name, const Memory& bytes) const {
    const std::string file = path + "/" + name;
    const auto size = static_cast<std::streamsize>(bytes.size());
    std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char*>(bytes.data()), size);
    return file;
  }
};

struct StandingClock final : IClock {
  ClockMs now_ms() override { return 42; }
};

Id16 nonce(uint8_t seed) {
  Id16 id{};
  id.data[0] = seed;
  return id;
}

struct Seen {
  StandingClock clock;
  Lens lens{clock};
  /// The brightness of the next picture; -1 when the lens gives none.
  int luma() {
    Picture picture;
    if (!lens.take(picture)) return -1;
    const int seen = picture.luma[0];
    lens.release(picture);
    return seen;
  }
  int look(uint8_t tap) {
    lens.look(nonce(tap));
    return luma();
  }
};

std::string problem_of(Lens& lens, const std::string& path) {
  try {
    lens.show({path});
    return "none";
  } catch (const std::runtime_error& problem) {
    return problem.what();
  }
}

Memory operator+(Memory a, const Memory& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace

TEST_CASE("each look of a tap sees the next picture, then the last one again; another tap begins anew") {
  const Folder folder;
  Seen seen;
  seen.lens.show({folder.write("a.jpg", grey_jpeg(50)), folder.write("b.jpg", grey_jpeg(150))});
  CHECK(seen.look(1) == 50);
  CHECK(seen.luma() == 50);
  CHECK(seen.look(1) == 150);
  CHECK(seen.look(1) == 150);
  CHECK(seen.look(2) == 50);
}

TEST_CASE("a lens that was shown nothing gives nothing, nor one that sleeps") {
  const Folder folder;
  Seen seen;
  CHECK(seen.look(1) == -1);
  seen.lens.show({folder.write("a.jpg", grey_jpeg(50))});
  CHECK(seen.look(1) == 50);
  seen.lens.sleep();
  CHECK(seen.luma() == -1);
  seen.lens.show({});
  CHECK(seen.look(1) == -1);
}

TEST_CASE("a folder is its photographs in the order of their names") {
  const Folder folder;
  folder.write("2.jpg", grey_jpeg(150));
  folder.write("1.JPEG", grey_jpeg(50));
  folder.write("notes.txt", {1, 2, 3});
  Seen seen;
  seen.lens.show({folder.path});
  CHECK(seen.look(1) == 50);
  CHECK(seen.look(1) == 150);
}

TEST_CASE("a film moves while it is looked at, and begins anew with each look") {
  const Folder folder;
  Seen seen;
  const Memory film = grey_jpeg(10) + Memory{0, 0, 0xff} + grey_jpeg(100) + grey_jpeg(200) + Memory{0xff, 0xd8, 0xff};
  seen.lens.show({folder.write("walk.mjpeg", film)});
  CHECK(seen.look(1) == 10);
  CHECK(seen.luma() == 100);
  CHECK(seen.luma() == 200);
  CHECK(seen.luma() == 10);
  CHECK(seen.luma() == 100);
  CHECK(seen.look(1) == 10);
}

TEST_CASE("a thumbnail inside a picture does not end it") {
  const Memory picture = grey_jpeg(10);
  const Memory thumbnail = grey_jpeg(20, 16, 16);
  Memory outer(picture.begin(), picture.begin() + 2);
  const size_t length = thumbnail.size() + 2;
  outer = outer + Memory{0xff, 0xe1, static_cast<uint8_t>(length >> 8), static_cast<uint8_t>(length)} + thumbnail;
  outer.insert(outer.end(), picture.begin() + 2, picture.end());
  const auto pictures = linux_port::split_film(outer + outer);
  REQUIRE(pictures.size() == 2);
  CHECK(pictures[1] == outer);
}

TEST_CASE("a picture is measured at an eighth of its size, a large one smaller still") {
  const linux_port::Shot shot = linux_port::open_shot(grey_jpeg(90), "a.jpg");
  CHECK(shot.luma_width == 80);
  CHECK(shot.luma_height == 60);
  CHECK(shot.luma.size() == 4800);
  const linux_port::Shot large = linux_port::open_shot(grey_jpeg(90, 3000, 2000), "b.jpg");
  CHECK(large.luma.size() <= limits::luma_points);
  CHECK(large.luma.size() == size_t{large.luma_width} * large.luma_height);
  CHECK(large.luma[100] == 90);
}

TEST_CASE("what the camera holds stays while something else is shown") {
  const Folder folder;
  Seen seen;
  seen.lens.show({folder.write("a.jpg", grey_jpeg(50))});
  seen.lens.look(nonce(1));
  Picture picture;
  REQUIRE(seen.lens.take(picture));
  CHECK(picture.taken_ms == 42);
  CHECK(picture.stamped_ms > 1'700'000'000'000);
  seen.lens.show({});
  seen.lens.sleep();
  CHECK(picture.luma[4799] == 50);
  CHECK(is_usable(picture));
  seen.lens.release(picture);
}

TEST_CASE("what cannot be shown is refused with what to do, and what was shown stays") {
  const Folder folder;
  Seen seen;
  seen.lens.show({folder.write("a.jpg", grey_jpeg(50))});
  CHECK(problem_of(seen.lens, folder.path + "/none.jpg").find("no picture at") == 0);
  CHECK(problem_of(seen.lens, folder.write("a.png", {0x89, 'P', 'N', 'G'})).find("is not a JPEG") != std::string::npos);
  CHECK(problem_of(seen.lens, folder.write("cut.jpg", {0xff, 0xd8, 0xff, 0xe0, 0, 4, 1})).find("cannot be decoded") !=
        std::string::npos);
  Memory noise = jpeg_of(1200, 900, [](unsigned, unsigned) { return rand() % 256; });
  REQUIRE(noise.size() > limits::jpeg_bytes);
  CHECK(problem_of(seen.lens, folder.write("noise.jpg", noise)).find("save it smaller") != std::string::npos);
  CHECK(problem_of(seen.lens, folder.write("no.mjpeg", {1, 2, 3})).find("holds no JPEG") != std::string::npos);
  std::filesystem::create_directory(folder.path + "/empty");
  CHECK(problem_of(seen.lens, folder.path + "/empty").find("no *.jpg") == 0);
  CHECK(seen.look(1) == 50);
}
