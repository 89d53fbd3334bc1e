import Foundation

/// What the disk itself can do: small writes, each followed by fdatasync(2).
///
/// No store that answers a write only when it is on disk can do more commits than this, one after
/// the other.
struct DiskRate: Sendable {
    /// Each write makes the file longer.
    var appending: Double
    /// Each write falls where the file already is, as in SQLite's log once it has been around.
    var inPlace: Double

    private static let writeBytes = 4_096
    private static let placesMax = 1_024

    /// Measures in `folder`, half of `duration` each way.
    init(in folder: String, for duration: Duration) throws {
        let path = "\(folder)/disk-rate"
        let descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw BenchmarkError.missing(path) }
        defer {
            close(descriptor)
            unlink(path)
        }
        appending = try Self.rate(descriptor, duration / 2) { off_t($0) }
        inPlace = try Self.rate(descriptor, duration / 2) { off_t($0 % Self.placesMax) }
    }

    private static func rate(
        _ descriptor: Int32,
        _ duration: Duration,
        _ place: (Int) -> off_t
    ) throws -> Double {
        let octets = [UInt8](repeating: 0x2E, count: writeBytes)
        let start = ContinuousClock.now
        var count = 0
        while ContinuousClock.now - start < duration {
            let offset = place(count) * off_t(writeBytes)
            guard pwrite(descriptor, octets, octets.count, offset) == octets.count,
                fdatasync(descriptor) == 0
            else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
            count += 1
        }
        return Double(count) / ((ContinuousClock.now - start) / .seconds(1))
    }
}
