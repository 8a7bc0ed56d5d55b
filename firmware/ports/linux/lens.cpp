#include "lens.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "system_ports.hpp"

namespace sl::linux_port {

namespace {

namespace fs = std::filesystem;

std::string extension_of(const fs::path& path) {
  std::string text = path.extension().string();
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}
bool is_photograph(const fs::path& path) { return extension_of(path) == ".jpg" || extension_of(path) == ".jpeg"; }
bool is_film(const fs::path& path) { return extension_of(path) == ".mjpeg" || extension_of(path) == ".mjpg"; }

std::vector<uint8_t> read_all(const fs::path& path) {
  std::error_code problem;
  const auto size = fs::file_size(path, problem);
  if (problem) throw std::runtime_error("no picture at " + path.string() + ": give a JPEG file or a folder with some");
  if (size > film_bytes_max) throw std::runtime_error(path.string() + " has more than 64 MiB: give a shorter film");
  std::vector<uint8_t> bytes(static_cast<size_t>(size));
  std::ifstream file(path, std::ios::binary);
  if (!file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()))) {
    throw std::runtime_error(path.string() + " cannot be read: may this user read it?");
  }
  return bytes;
}

std::vector<fs::path> photographs_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (is_photograph(entry.path())) files.push_back(entry.path());
  }
  if (files.empty()) throw std::runtime_error("no *.jpg in " + folder.string() + ": put the photographs there");
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<Shot> film_at(const fs::path& path) {
  std::vector<Shot> shots;
  for (std::vector<uint8_t>& jpeg : split_film(read_all(path))) {
    const std::string name = "picture " + std::to_string(shots.size() + 1) + " of " + path.string();
    shots.push_back(open_shot(std::move(jpeg), name));
  }
  if (shots.empty()) throw std::runtime_error(path.string() + " holds no JPEG: is it Motion JPEG, without a container?");
  return shots;
}

}  // namespace

void Lens::show(const std::vector<std::string>& paths) {
  std::vector<std::shared_ptr<const Scene>> scenes;
  const auto add = [&](Scene scene) { scenes.push_back(std::make_shared<const Scene>(std::move(scene))); };
  const auto photograph = [](const fs::path& path) {
    Scene scene;
    scene.push_back(open_shot(read_all(path), path.string()));
    return scene;
  };
  for (const fs::path path : paths) {
    if (fs::is_directory(path)) {
      for (const fs::path& file : photographs_in(path)) add(photograph(file));
    } else {
      add(is_film(path) ? film_at(path) : photograph(path));
    }
  }
  scenes_ = std::move(scenes);
}

void Lens::look(const Id16& nonce) {
  const size_t n = count_look(nonce);
  scene_ = scenes_.empty() ? nullptr : scenes_[std::min(n, scenes_.size() - 1)];
  next_shot_ = 0;
}

size_t Lens::count_look(const Id16& nonce) {
  const auto is_this = [&](const Looks& looks) { return looks.nonce == nonce; };
  const auto known = std::find_if(looks_.begin(), looks_.end(), is_this);
  if (known != looks_.end()) return known->count++;
  if (looks_.size() == looks_remembered) looks_.pop_front();
  looks_.push_back({nonce, 1});
  return 0;
}

bool Lens::take(Picture& picture) {
  if (!scene_) return false;
  const Shot& shot = (*scene_)[next_shot_];
  next_shot_ = (next_shot_ + 1) % scene_->size();
  picture = {{shot.jpeg.data(), shot.jpeg.size()},
             {shot.luma.data(), shot.luma.size()},
             shot.luma_width,
             shot.luma_height,
             clock_.now_ms(),
             static_cast<uint64_t>(epoch_ms())};
  held_.emplace_back(shot.jpeg.data(), scene_);
  return true;
}

void Lens::release(const Picture& picture) {
  const auto is_this = [&](const auto& one) { return one.first == picture.jpeg.data; };
  const auto held = std::find_if(held_.begin(), held_.end(), is_this);
  if (held != held_.end()) held_.erase(held);
}

}  // namespace sl::linux_port
