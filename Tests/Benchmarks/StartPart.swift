import DeskTesting
import Foundation
import Storage

/// From exec until everything listens, and what the daemon then takes of memory.
struct StartPart: Sendable {
    let scale: Scale
    let stores: FilledStores

    func run() async throws {
        var sheet = Sheet(
            "start: exec to READY=1, \(scale.starts) times",
            columns: ["what", "store", "p50", "longest", "idle memory", "of no file", "aim"]
        )
        let folder = try TemporaryFolder("benchmark")
        for kind in stores.databases.kinds {
            try await measure("no store yet", kind, in: folder, &sheet) {
                try stores.databases.empty(kind, in: folder)
            }
            for count in scale.tickets {
                let location = stores.location(kind, count)
                let name = "\(Figure.count(Double(count))) tickets"
                try await measure(name, kind, in: folder, &sheet) { location }
            }
        }
        sheet.print()
    }

    private func measure(
        _ name: String,
        _ kind: StoreKind,
        in folder: TemporaryFolder,
        _ sheet: inout Sheet,
        store: () throws -> StoreLocation
    ) async throws {
        var times: [Duration] = []
        var memory: ProcessFigures.Memory?
        for place in 0..<scale.starts {
            let house = try House(in: folder, store: store())
            defer { house.process.stop() }
            times.append(house.readyAfter)
            if place == scale.starts - 1 { memory = try await house.memory(after: .seconds(1)) }
        }
        let latencies = Latencies(times)
        sheet.add(
            name,
            kind.name,
            Figure.time(latencies.percentile(0.5)),
            Figure.time(latencies.percentile(1)),
            memory.map { Figure.memory($0.resident) } ?? "",
            memory.map { Figure.memory($0.anonymous) } ?? "",
            "200 ms, 80 MB"
        )
    }
}
