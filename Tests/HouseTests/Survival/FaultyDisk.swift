import DeskTesting
import Foundation
import Synchronization

/// The disk and the clock of one daemon, which fail when a test says so.
///
/// The daemon is the one that ships: `Tests/FaultyDisk/faulty-disk.c` stands between it and the
/// system's calls (`LD_PRELOAD`). The two speak through a file of nine numbers that both have open.
/// Where a server keeps the store, what the daemon sends to it stands for what it writes.
final class FaultyDisk: Sendable {
    /// How a disk fails.
    enum Fault: Int64, CaseIterable, Sendable {
        /// The program is killed before the step.
        case kill = 1
        /// It is killed after half of the step's octets.
        case torn
        /// It is killed, and of what was never synced none, some or all sectors arrive.
        case powerCut
        /// A write that needs room finds none.
        case full
        case writeError
        /// A sync fails, and what it was for never arrives.
        case syncError
        case readError
        /// A write takes half of what it is given.
        case shortWrites
        case readOnly
        /// A sync does nothing and says that it did.
        case lying
        /// The program is killed after the step, before it hears what came of it.
        case deaf
        /// The store's server is killed before the step; the program lives.
        case peerKill
        /// It is stopped at once and leaves its files as they are.
        case peerStop

        /// True when it is the store's server that does not live through it.
        var isOfPeer: Bool { self == .peerKill || self == .peerStop }
    }

    /// What the daemon must be started with.
    let environment: [String: String]
    private let descriptor: Int32

    private enum Place: Int {
        case steps
        case reads
        case first
        case last
        case kind
        case seed
        case struck
        case shift
        case peer
    }

    /// - Parameters:
    ///   - folder: where the file of numbers goes.
    ///   - files: what the paths of the watched files begin with.
    ///   - serverPort: where the store's server listens on 127.0.0.1; nil where files keep it.
    /// - Throws: when the file cannot be made, or the compiler is not there.
    init(in folder: TemporaryFolder, files: String, serverPort: UInt16? = nil) throws {
        let path = folder.path("disk-\(UUID().uuidString)")
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0, Glibc.ftruncate(descriptor, 72) == 0 else { throw Wire.Broken() }
        var environment = [
            "LD_PRELOAD": try Self.library(),
            "FAULTY_DISK_CONTROL": path,
            "FAULTY_DISK_FILES": files,
        ]
        if let serverPort { environment["FAULTY_DISK_PORT"] = "\(serverPort)" }
        self.environment = environment
    }

    deinit { close(descriptor) }

    /// Calls that changed a watched file or spoke to the store's server, over all lives of the
    /// daemon.
    var steps: Int64 { self[.steps] }
    /// Reads of watched files.
    var reads: Int64 { self[.reads] }
    /// How often the fault has struck.
    var struck: Int64 { self[.struck] }

    /// How wrong the wall clock goes, in seconds.
    var clockShift: Int64 {
        get { self[.shift] }
        set { self[.shift] = newValue }
    }

    /// The process of the store's server.
    var peer: Int64 {
        get { self[.peer] }
        set { self[.peer] = newValue }
    }

    /// Lets it fail from a step on; `count` steps at most.
    func fail(_ fault: Fault, from step: Int64, count: Int64 = .max, seed: Int64 = 0) {
        self[.struck] = 0
        self[.kind] = fault.rawValue
        self[.seed] = seed
        self[.last] = count == .max ? .max : step + count - 1
        self[.first] = step
    }

    /// The same, beginning with the next step, or read for ``Fault/readError``.
    func failNow(_ fault: Fault, count: Int64 = .max) {
        fail(fault, from: (fault == .readError ? reads : steps) + 1, count: count)
    }

    /// Lets nothing fail from now on.
    func heal() { self[.first] = 0 }

    private subscript(place: Place) -> Int64 {
        get {
            var value = Int64(0)
            pread(descriptor, &value, 8, place.rawValue * 8)
            return value
        }
        set {
            var value = newValue
            pwrite(descriptor, &value, 8, place.rawValue * 8)
        }
    }

    /// Compiled once a run; it lasts as long as the run.
    private static func library() throws -> String {
        try compiled.withLock { made in
            if let made { return made.path("faulty-disk.so") }
            let folder = try TemporaryFolder("faulty-disk")
            let source = HousePrograms.repository.appending(path: "Tests/FaultyDisk/faulty-disk.c")
            try LoopbackProcess.run(
                "/usr/bin/cc",
                [
                    "-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror", "-o",
                    folder.path("faulty-disk.so"), source.path, "-ldl",
                ],
                logPath: folder.path("cc.log")
            )
            made = folder
            return folder.path("faulty-disk.so")
        }
    }

    private static let compiled = Mutex<TemporaryFolder?>(nil)
}
