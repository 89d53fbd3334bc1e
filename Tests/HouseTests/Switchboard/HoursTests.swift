import DeskAPI
import DeskTesting
import Foundation
import Testing

extension HouseTests.SwitchboardTests {
    @Test("go where the board is on that day, seconds before midnight and from it on")
    func boardMoves() async throws {
        let city = try CityClock()
        let midnight = city.midnight
        let (last, first) = (city.day(midnight - 1), city.day(midnight))
        let rows = [
            "id: namnd, name: Nämnden, number: \"0846500411\", routes: "
                + "[{through: \(last), to: gamla}, {from: \(first), to: vaxel}]",
            "id: gamla, name: Gamla operatören, uri: \"sip:gamla@EXCHANGE\"",
        ]
        city.set(midnight - 3_600)
        try await SwitchboardHouse.run(destinations: rows, clock: city.clock) { house in
            let (citizen, anna) = try await house.citizenAndClerk()
            let old = try ScriptedPhone("gamla", at: house.exchange, status: 486)
            let new = try ScriptedPhone("vaxel", at: house.exchange, status: 200)
            let call = try await house.talk(citizen, anna)

            city.set(midnight - 10)
            let before = try await house.outcome(call, to: "namnd")
            #expect(before.state == "busy")
            #expect(before.destination.id == "gamla")
            #expect(old.messages.contains("INVITE sip:gamla"))
            #expect(!new.messages.contains("INVITE"))

            city.set(midnight)
            let after = try await house.outcome(call, to: "namnd")
            #expect(after.state == "completed")
            #expect(after.destination.id == "vaxel")
            let detour = after.steps.first { $0.state == "validated" }?.detail
            #expect(detour == "from Nämnden to Växel")
            #expect(old.messages.components(separatedBy: "INVITE sip:gamla").count == 2)
            try citizen.putDown()
            try await eventually("the switchboard is told") { new.messages.contains("BYE sip:") }
        }
    }

    @Test("go on to who is open when the unit has closed, and nowhere when nobody is")
    func outOfHours() async throws {
        let city = try CityClock()
        let closing = city.tomorrowNoon
        let hours = "hours: \"Mo-Su,PH,HD 08:00-12:00\""
        let rows = [
            "id: dagtid, name: Dagtid, uri: \"sip:bygglov@EXCHANGE\", \(hours), overflow: vaxel",
            "id: ensam, name: Ensam, uri: \"sip:bygglov@EXCHANGE\", \(hours)",
        ]
        city.set(closing - 1_800)
        try await SwitchboardHouse.run(destinations: rows, clock: city.clock) { house in
            let (citizen, anna) = try await house.citizenAndClerk()
            let unit = try ScriptedPhone("bygglov", at: house.exchange, status: 603)
            let vaxel = try ScriptedPhone("vaxel", at: house.exchange, status: 200)
            let call = try await house.talk(citizen, anna)
            for id in ["dagtid", "ensam"] {
                let open = try await house.outcome(call, to: id)
                #expect(open.state == "rejected")
                #expect(open.destination.id == id)
            }
            city.set(closing)
            let closed = try await house.handOff(call, to: "ensam")
            #expect(closed.status == 422)
            let words = String(decoding: closed.body, as: UTF8.self)
            #expect(words.contains("Ensam is closed until") && words.contains("08:00"), "\(words)")
            #expect(citizen.isTalking && anna.isTalking)
            let on = try await house.outcome(call, to: "dagtid")
            #expect(on.state == "completed")
            #expect(on.destination.id == "vaxel")
            #expect(unit.messages.components(separatedBy: "INVITE sip:bygglov").count == 3)
            try citizen.putDown()
            try await eventually("the switchboard is told") { vaxel.messages.contains("BYE sip:") }
        }
    }
}

/// The daemon's clock, set by times of day in Stockholm; never behind the real one, for certificates begin
/// then.
private struct CityClock {
    let clock: FaultyDisk
    private let folder: TemporaryFolder
    private let calendar: Calendar

    init() throws {
        folder = try TemporaryFolder("city-clock")
        clock = try FaultyDisk(in: folder, files: folder.path("no-file"))
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "Europe/Stockholm"))
        self.calendar = calendar
    }

    /// The first second of tomorrow.
    var midnight: Date {
        calendar.startOfDay(for: calendar.startOfDay(for: Date()) + 36 * 3_600)
    }

    /// Twelve hours later, whatever the clocks of the country do that night.
    var tomorrowNoon: Date {
        calendar.date(bySettingHour: 12, minute: 0, second: 0, of: midnight) ?? midnight
    }

    func day(_ moment: Date) -> String {
        let parts = calendar.dateComponents([.year, .month, .day], from: moment)
        return String(
            format: "%04d-%02d-%02d",
            parts.year ?? 0,
            parts.month ?? 0,
            parts.day ?? 0
        )
    }

    /// The daemon's clock shows this now, and goes on from it.
    func set(_ moment: Date) {
        clock.clockShift = Int64(moment.timeIntervalSinceNow.rounded(.up))
    }
}
