import Foundation
import Storage

/// What an operator decides about backups.
///
/// - Configuration keys:
///   - `backup.directory` (path, optional): where `helpdeskd backup` puts dated files.
///   - `backup.keep` (int, default 14, 1…10 000): how many of them stay.
///   - `backup.age-hours-max` (int, default 26, 1…8 760): `doctor` objects to an older newest one.
struct BackupSettings: Sendable {
    var directory: String?
    var keep = 14
    var ageHoursMax = 26

    var folder: BackupFolder? { directory.map { BackupFolder(path: $0) } }
}

/// When `GET /readyz` is not content any more.
///
/// - Configuration keys:
///   - `health.disk-free-bytes-min` (int, octets, default 268 435 456, 0…1 099 511 627 776): with
///     less the desk is unavailable, before its writes fail.
///   - `health.letter-age-seconds-max` (int, seconds, default 900, 1…432 000): a letter that has
///     not left for longer, tried or not, makes the desk degraded.
struct HealthSettings: Sendable {
    var diskFreeBytesMin: Int64 = 268_435_456
    var letterAgeSecondsMax = 900
}

extension BackupSettings {
    init(_ reader: inout SettingsReader) {
        directory = reader.text("backup.directory")
        if let directory, !directory.hasPrefix("/") {
            reader.note("backup.directory", directory, "must be the full path of a folder")
        }
        keep = reader.number("backup.keep", default: keep, in: 1...10_000)
        ageHoursMax = reader.number("backup.age-hours-max", default: ageHoursMax, in: 1...8_760)
    }
}

extension HealthSettings {
    init(_ reader: inout SettingsReader) {
        diskFreeBytesMin = Int64(
            reader.number(
                "health.disk-free-bytes-min",
                default: 268_435_456,
                in: 0...1_099_511_627_776
            )
        )
        letterAgeSecondsMax = reader.number(
            "health.letter-age-seconds-max",
            default: letterAgeSecondsMax,
            in: 1...432_000
        )
    }
}

extension DaemonConfiguration {
    /// Reads a part of it, and looks at nothing else: a mistake or a missing secret elsewhere must not
    /// keep tonight's backup from being made.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - environment: as for the whole.
    ///   - part: reads its keys.
    /// - Returns: what `part` made of them.
    /// - Throws: ``ConfigurationProblems`` with the mistakes in these keys.
    static func read<Part>(
        path: String?,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        _ part: (inout SettingsReader) -> Part
    ) async throws -> Part {
        var reader = try await SettingsReader(path: path, environment: environment)
        let value = part(&reader)
        guard reader.problems.isEmpty else {
            throw ConfigurationProblems(problems: reader.problems)
        }
        return value
    }
}
