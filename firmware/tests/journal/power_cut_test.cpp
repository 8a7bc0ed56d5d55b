// The power goes at every single byte of every write and every erase of a script, and the journal is opened again.
#include <functional>
#include <memory>
#include <random>
#include <vector>

#include "journal/journal_world.hpp"

using namespace sl;
using namespace sl::test;

namespace {

using Act = std::function<void(JournalWorld&, Journal&)>;

Act appending(size_t more) {
  return [more](JournalWorld& world, Journal& journal) { world.append(journal, more); };
}
/// Acknowledges all but the newest `but`.
Act marking(uint32_t but) {
  return [but](JournalWorld& world, Journal& journal) {
    if (journal.next() > but) world.mark(journal, journal.next() - but);
  };
}

/// Whatever was promised before the power went holds after it: the promise that does not, or an empty text. (One assertion
/// of doctest a cut: there are many thousand cuts.)
std::string broken_promise(const JournalWorld& world, Journal& journal, bool may_drop) {
  const uint32_t promised = world.stored.empty() ? 0 : world.stored.rbegin()->first + 1;
  if (journal.next() < promised) return "an event that was stored is lost";
  // The event that was just being written may be there, whole, or not at all.
  if (journal.next() > promised + 1) return "an event that nobody wrote is there";
  if (journal.published() < world.marked) return "a mark is lost";
  if (!may_drop && journal.published() > world.acknowledged) return "an event that did not arrive is marked";
  if (!may_drop && journal.dropped() > 0) return "an event was dropped";

  const std::map<uint32_t, Memory> events = kept(journal, journal.published());
  if (events.size() != journal.next() - journal.published()) return "the numbers have a hole";
  Hash previous = journal.previous();
  for (auto newest = events.rbegin(); newest != events.rend(); ++newest) {
    const auto& [sequence, bytes] = *newest;
    if (sha256(view(bytes)) != previous) return "the chain is broken";
    previous.assign(view(bytes).from(8, 32));
    const auto stored = world.stored.find(sequence);
    if (stored != world.stored.end() && bytes != stored->second) return "an event has changed";
  }
  return "";
}

void check_promises(const JournalWorld& world, Journal& journal, bool may_drop) {
  const std::string broken = broken_promise(world, journal, may_drop);
  REQUIRE(broken == "");
}

/// Runs each act of the script as often as it writes bytes, every time from the same flash, and cuts it one byte later.
size_t cut_everywhere(const std::vector<Act>& script, FakeFlash::Torn how, bool may_drop) {
  auto before = std::make_unique<JournalWorld>();
  size_t cuts = 0;
  for (const Act& act : script) {
    auto whole = std::make_unique<JournalWorld>(*before);
    Journal journal_whole = whole->make();
    REQUIRE(journal_whole.open());
    act(*whole, journal_whole);
    const size_t bytes = whole->flash.spent;
    for (size_t cut = 0; cut < bytes; ++cut, ++cuts) {
      JournalWorld torn(*before);
      Journal journal = torn.make();
      journal.open();
      torn.flash.cut_after(cut, how);
      act(torn, journal);
      torn.flash.power_on();
      Journal again = torn.make();
      again.open();
      check_promises(torn, again, may_drop);
      // And it works on from there, through another reboot.
      torn.append(again, 25);
      torn.mark(again, again.published() + 1);
      Journal third = torn.make();
      third.open();
      check_promises(torn, third, may_drop);
      if (third.dropped() != again.dropped()) FAIL("what was dropped is counted twice");
    }
    before = std::move(whole);
  }
  return cuts;
}

}  // namespace

TEST_CASE("a power cut at any byte loses no event that was stored and leaves no half one") {
  std::vector<Act> script;
  for (size_t i = 0; i < 16; ++i) {
    script.push_back(appending(i * 7 % 120));
    if (i % 3 == 0) script.push_back(appending(i));
    if (i >= 4) script.push_back(marking(i % 4));
  }
  for (const auto how : {FakeFlash::Torn::from_front, FakeFlash::Torn::from_back, FakeFlash::Torn::anywhere}) {
    CHECK(cut_everywhere(script, how, false) > 4'000);
  }
}

TEST_CASE("a power cut at any byte while the oldest events go leaves the others, and their number is known") {
  std::vector<Act> script;
  for (size_t i = 0; i < 20; ++i) {
    script.push_back(appending(i * 11 % 130));
    if (i % 9 == 8) script.push_back(marking(10));
  }
  for (const auto how : {FakeFlash::Torn::from_front, FakeFlash::Torn::from_back, FakeFlash::Torn::anywhere}) {
    CHECK(cut_everywhere(script, how, true) > 4'000);
  }
}

TEST_CASE("a life of power cuts, one after the other, keeps every promise") {
  std::mt19937 random(4);
  for (int life = 0; life < 20; ++life) {
    JournalWorld world(3 + static_cast<size_t>(life % 4));
    for (int boot = 0; boot < 100; ++boot) {
      CAPTURE(life);
      CAPTURE(boot);
      Journal journal = world.make();
      REQUIRE(journal.open());
      check_promises(world, journal, false);
      world.flash.cut_after(random() % 1'500, static_cast<FakeFlash::Torn>(random() % 3));
      while (!world.flash.is_off()) {
        // Never so many unpublished ones that one must go.
        if (journal.next() - journal.published() > 2 || random() % 2 == 0) world.mark(journal, journal.published() + 1);
        else world.append(journal, random() % 60);
      }
      world.flash.power_on();
    }
    CHECK(world.stored.size() > 100);
  }
}
