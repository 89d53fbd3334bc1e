import DeskAPI
import Foundation
import Testing

@testable import HelpdeskCommand

@Suite("A moment")
struct MomentTests {
    @Test(
        "is said as people say it",
        arguments: [
            ("2026-11-23T13:29:01Z", "nyss", "nyss", "now"),
            ("2026-11-23T13:30:59Z", "nyss", "nyss", "now"),
            ("2026-11-23T13:25:00Z", "för 5 min sedan", "för 5 min sedan", "5 min ago"),
            ("2026-11-23T12:30:01Z", "för 59 min sedan", "för 59 min sedan", "59 min ago"),
            ("2026-11-23T12:30:00Z", "i dag 13:30", "i dag 13:30", "today 13:30"),
            ("2026-11-23T13:35:00Z", "om 5 min", "om 5 min", "in 5 min"),
            ("2026-11-23T14:29:59Z", "om 59 min", "om 59 min", "in 59 min"),
            ("2026-11-23T14:30:00Z", "i dag 15:30", "i dag 15:30", "today 15:30"),
            ("2026-11-22T23:00:00Z", "i dag 00:00", "i dag 00:00", "today 00:00"),
            ("2026-11-22T22:59:00Z", "i går 23:59", "i går 23:59", "yesterday 23:59"),
            ("2026-11-21T22:59:00Z", "21 nov", "21 nov 23:59", "21 Nov 23:59"),
            ("2026-11-24T08:00:00Z", "i morgon 09:00", "i morgon 09:00", "tomorrow 09:00"),
            ("2026-11-25T08:00:00Z", "25 nov", "25 nov 09:00", "25 Nov 09:00"),
            ("2026-03-01T08:00:00Z", "1 mars", "1 mars 09:00", "1 Mar 09:00"),
            ("2026-07-01T08:00:00Z", "1 juli", "1 juli 10:00", "1 Jul 10:00"),
            ("2025-12-31T22:59:59Z", "31 dec 2025", "31 dec 2025 23:59", "31 Dec 2025 23:59"),
            ("2025-12-31T23:00:00Z", "1 jan", "1 jan 00:00", "1 Jan 00:00"),
        ]
    )
    func said(_ text: String, _ short: String, _ full: String, _ english: String) throws {
        let moment = try Timestamp.at(text)
        #expect(Reader.of(.swedish).moment(moment, .short) == short)
        #expect(Reader.of(.swedish).moment(moment, .full) == full)
        #expect(Reader.of(.english).moment(moment, .full) == english)
    }

    @Test("is written out where it will be read another day")
    func offScreen() throws {
        for language in [Language.swedish, .english] {
            var reader = Reader.of(language)
            reader.isOnScreen = false
            for length in [Reader.MomentLength.short, .full] {
                let moments = try ["2026-11-23T13:25:00Z", "2025-01-01T23:05:00Z"].map {
                    reader.moment(try .at($0), length)
                }
                #expect(moments == ["2026-11-23 14:25", "2025-01-02 00:05"])
            }
        }
    }

    @Test("is yesterday also over the night when the clocks change")
    func clocksChange() throws {
        var reader = Reader.of(.english)
        reader.now = try Timestamp.at("2026-10-25T22:30:00Z").date  // 23:30, a day of 25 hours
        #expect(reader.moment(try .at("2026-10-24T22:05:00Z"), .full) == "today 00:05")
        #expect(reader.moment(try .at("2026-10-24T21:55:00Z"), .full) == "yesterday 23:55")
    }
}

@Suite("A reader")
struct ReaderTests {
    @Test(
        "is spoken to in the language of the locale",
        arguments: [
            (["LANG": "sv_SE.UTF-8"], Language.swedish), (["LANG": "en_GB.UTF-8"], .english),
            ([:], .english), (["LANG": "C"], .english), (["LANG": "sv"], .swedish),
            (["LC_ALL": "en_US", "LANG": "sv_SE"], .english),
            (["LC_ALL": "", "LC_MESSAGES": "sv_FI", "LANG": "en_US"], .swedish),
            (["LC_MESSAGES": "en_US", "LANG": "sv_SE"], .english),
            (["LC_ALL": "sv_SE", "LC_MESSAGES": "en_US"], .swedish), (["LANG": "fi_FI"], .english),
        ]
    )
    func language(_ environment: [String: String], _ language: Language) {
        #expect(Language(environment: environment) == language)
    }

    @Test(
        "sees sizes with the unit that fits",
        arguments: [
            (0, "0 B", "0 B"), (999, "999 B", "999 B"), (1_000, "1 kB", "1 kB"),
            (34_567, "35 kB", "35 kB"), (1_000_000, "1,0 MB", "1.0 MB"),
            (26_214_400, "26,2 MB", "26.2 MB"),
        ]
    )
    func sizes(_ octets: Int, _ swedish: String, _ english: String) {
        #expect(Reader.of(.swedish).size(octets) == swedish)
        #expect(Reader.of(.english).size(octets) == english)
    }

    @Test(
        "sees confidence as whole percent, whatever the server says",
        arguments: [
            (0.914, "91 %"), (0, "0 %"), (1, "100 %"), (1.5, "100 %"), (-1, "0 %"), (.nan, "–"),
            (.infinity, "–"),
        ]
    )
    func percent(_ share: Double, _ shown: String) {
        #expect(Reader.of(.english).percent(share) == shown)
    }

    @Test("sees a code that is newer than the program as it stands")
    func unknownCode() {
        #expect(Reader.of(.swedish).word(Vocabulary.states, "open") == "öppet")
        #expect(Reader.of(.swedish).word(Vocabulary.states, "parked") == "parked")
    }

    @Test(
        "sees a telephone number as it is read aloud and dialled",
        arguments: [
            ("+46846500410", "08-465 004 10"), ("+46701234567", "070-123 45 67"),
            ("+4631123456", "031-12 34 56"), ("+46480123456", "0480-12 34 56"),
            ("+4685080000", "08-508 00 00"), ("+4512345678", "+4512345678"), ("1001", "1001"),
            ("+46112", "+46112"), ("+46", "+46"), ("+4670 123", "+4670 123"),
        ]
    )
    func telephone(_ number: String, _ shown: String) {
        #expect(Reader.of(.swedish).telephone(number) == shown)
        var pipe = Reader.of(.swedish)
        pipe.isOnScreen = false
        #expect(pipe.telephone(number) == number)
    }

    @Test("counts one thing as one")
    func count() {
        #expect(Reader.of(.swedish).tickets(1) == "1 ärende")
        #expect(Reader.of(.swedish).tickets(2) == "2 ärenden")
        #expect(Reader.of(.english).tickets(0) == "0 tickets")
    }

    @Test("sees prose moved in and broken where the terminal ends")
    func prose() {
        let lines = Reader.of(.english, width: 24).prose("ett två tre fyra fem sex\n\nsju")
        #expect(
            lines.map { $0.spans.map(\.text).joined() } == [
                "  ett två tre fyra fem", "  sex", "", "  sju",
            ]
        )
    }
}
