import DeskAPI
import DeskTesting
import Foundation
import Testing

@Suite("The real daemon on a disk that fails", .serialized)
struct FaultTests {
    @Test(
        "refuses for a while what it cannot keep, still shows what it has, and recovers by itself",
        arguments: [FaultyDisk.Fault.full, .writeError, .syncError, .readOnly]
    )
    func failing(_ fault: FaultyDisk.Fault) async throws {
        try await withSurvivor { house in
            #expect(try await house.deliver(mail("before")) == [250])
            let clerk = try await house.clerk()
            house.disk.failNow(fault)
            #expect(try await house.deliver(mail("during")) == [451])
            let form = TicketForm(
                subject: "Samtal",
                body: "Ringer.",
                channel: "phone",
                citizen: CitizenForm(name: "Åsa")
            )
            let refused = try await clerk.post("/v1/tickets", form)
            #expect(refused.status == 503)
            #expect(refused.headers["retry-after"] != nil)
            #expect(try await house.api.get("/readyz").status == 503)
            #expect(try await house.api.get("/healthz").status == 200)
            #expect(try await clerk.tickets().map(\.subject) == ["before"])
            #expect(house.disk.struck > 0)

            house.disk.heal()
            #expect(try await house.deliver(mail("during")) == [250])
            #expect(try await house.api.get("/readyz").status == 200)
            try expect(["before", "during"], in: house)
        }
    }

    @Test(
        "keeps each mail wholly or not at all, whichever of its calls fails",
        arguments: [FaultyDisk.Fault.full, .writeError, .syncError, .readError]
    )
    func eachCall(_ fault: FaultyDisk.Fault) async throws {
        try await withSurvivor { house in
            #expect(try await house.deliver(mail("0")) == [250])
            var kept = ["0"]
            var refused = 0
            // Far more than the calls of a mail: the first one that the fault misses ends it.
            for call in 1...1_000 {
                let first =
                    (fault == .readError ? house.disk.reads : house.disk.steps) + Int64(call)
                // A mail has one sync, now a few calls sooner and now later.
                house.disk.fail(fault, from: first, count: fault == .syncError ? .max : 1)
                let codes = try await house.deliver(mail("\(call)"))
                if codes == [250] {
                    kept.append("\(call)")
                } else {
                    #expect(codes == [451])
                    refused += 1
                }
                guard house.disk.struck > 0 else { break }
            }
            house.disk.heal()
            // What a daemon reads is mostly in its memory already.
            if fault != .readError { #expect(refused > 0) }
            try expect(kept, in: house)
            // After a sync that failed, success must mean that everything before it is there too.
            house.disk.fail(.powerCut, from: house.disk.steps + 1, seed: -1)
            _ = try? await house.deliver(mail("never"))
            #expect(house.ending() == -SIGKILL)
            try expect(kept, in: house)
        }
    }

    @Test("does its whole day on a disk that takes half of every write")
    func shortWrites() async throws {
        let house = try SurvivalHouse()
        house.disk.fail(.shortWrites, from: 1)
        var day = try WorkingDay(in: house, name: "short")
        for errand in WorkingDay.Errand.allCases { try await day.run(errand) }
        #expect(house.disk.struck > 100)
        try await day.checkAtTheEnd()
    }

    @Test("cannot keep what the disk only says it kept, so the checks here can fail")
    func lyingDisk() async throws {
        try await withSurvivor { house in
            #expect(try await house.deliver(mail("before")) == [250])
            house.disk.failNow(.lying)
            #expect(try await house.deliver(mail("lost")) == [250])
            house.disk.fail(.powerCut, from: house.disk.steps + 1, seed: -1)
            _ = try? await house.deliver(mail("never"))
            #expect(house.ending() == -SIGKILL)
            try expect(["before"], in: house)
        }
    }

    @Test("does not start on a store that it cannot write, and says so")
    func readOnlyStore() async throws {
        try await withSurvivor { house in
            #expect(try await house.deliver(mail("before")) == [250])
            #expect(house.stop() == 0)
            house.disk.failNow(.readOnly)
            #expect(try house.start() == false)
            #expect(house.ending() == 69)
            #expect(house.log.contains("stopped by an error"))
            #expect(house.log.contains("readonly") || house.log.contains("SQLite"))
            house.disk.heal()
            #expect(try house.start())
            try expect(["before"], in: house)
        }
    }

    @Test("waits for another program that holds the store, refuses for a while, and goes on")
    func lockedStore() async throws {
        try await withSurvivor { house in
            let holder = try LoopbackProcess(
                "/usr/bin/python3",
                [
                    "-c",
                    "import sqlite3, sys, time; c = sqlite3.connect(sys.argv[1], "
                        + "isolation_level=None); c.execute('BEGIN IMMEDIATE'); time.sleep(60)",
                    house.storePath,
                ],
                logPath: house.folder.path("holder.log")
            )
            defer { holder.stop() }
            try await eventually("the store is held") {
                try await house.deliver(mail("during-\(UUID().uuidString)")) == [451]
            }
            holder.stop()
            #expect(try await house.deliver(mail("after")) == [250])
            #expect(try house.audit().faults == [])
        }
    }

    @Test("goes on where a small disk was full, once there is room", .enabled(if: geteuid() == 0))
    func smallDisk() async throws {
        let folder = try TemporaryFolder("small")
        let disk = try folder.folder("disk")
        let log = folder.path("mount.log")
        try LoopbackProcess.run(
            "/usr/bin/mount",
            ["-t", "tmpfs", "-o", "size=2m", "none", disk],
            logPath: log
        )
        defer {
            // Lazily: a daemon that a failed test leaves behind may still have it open.
            _ = try? LoopbackProcess.run("/usr/bin/umount", ["-l", disk], logPath: log)
        }
        try await withSurvivor(storeFolder: disk) { house in
            var kept: [String] = []
            for place in 0..<100 {
                let name = "\(place)"
                guard try await house.deliver(mail(name, fileBytes: 50_000)) == [250] else { break }
                kept.append(name)
            }
            #expect((3..<100).contains(kept.count))
            try expect(kept, in: house)
            try LoopbackProcess.run(
                "/usr/bin/mount",
                ["-o", "remount,size=16m", disk],
                logPath: log
            )
            #expect(try await house.deliver(mail("after", fileBytes: 50_000)) == [250])
            try expect(kept + ["after"], in: house)
        }
    }
}

/// Runs a house with a faulty disk for a test; it sends no receipts, so that each write to the disk
/// is one that the test asked for.
func withSurvivor(
    storeFolder: String? = nil,
    on server: PostgreSQLServer? = nil,
    environment: [String: String] = [:],
    descriptorsMax: Int? = nil,
    _ body: (SurvivalHouse) async throws -> Void
) async throws {
    let house = try SurvivalHouse(
        storeFolder: storeFolder,
        on: server,
        environment: ["HELPDESK_MAIL_RECEIPT_ENABLED": "false"].merging(environment) { $1 },
        descriptorsMax: descriptorsMax
    )
    try #require(try house.start(), "\(house.log)")
    do {
        try await body(house)
    } catch {
        Issue.record("the daemon's log: \(house.log.suffix(4_000))")
        throw error
    }
    house.disk.heal()
    _ = house.stop()
}

/// A mail by its name, which is its subject too.
func mail(_ name: String, fileBytes: Int = 0) -> CitizenMail {
    CitizenMail(
        sender: "\(name)@example.com",
        subject: name,
        text: "Jag kan inte logga in med BankID. Vad gör jag? (\(name))",
        messageID: "\(name)@example.com",
        // Other octets in each, or they would be kept once for all.
        attachment: fileBytes == 0
            ? nil : ("fil.pdf", (0..<fileBytes).map { UInt8(($0 &* 31 &+ name.hashValue) & 0xFF) })
    )
}

/// The store is whole, and has the mails of these names and no others.
func expect(_ names: [String], in house: SurvivalHouse) throws {
    let audit = try house.audit()
    #expect(audit.faults == [])
    #expect(audit.mails.sorted() == names.map { "\($0)@example.com" }.sorted())
    #expect(audit.tickets.sorted() == names.sorted())
}
