import Foundation

extension Doctor {
    /// How the units are, where systemd runs the machine.
    func systemd() -> [Finding] {
        guard FileManager.default.fileExists(atPath: "/run/systemd/system") else {
            return [.well("systemd does not run this machine: no unit to look at")]
        }
        return units.map { unit in
            Self.finding(
                unit.name,
                Self.state(of: unit.name),
                enable: "systemctl enable --now \(unit.name)",
                failed: "journalctl -u \(unit.work) says why"
            )
        }
    }

    /// The units that this configuration needs, each with the one whose journal tells of its work.
    var units: [(name: String, work: String)] {
        var units = [("helpdeskd.service", "helpdeskd")]
        if configuration.backup.directory != nil {
            units.append(("helpdesk-backup.timer", "helpdesk-backup"))
        }
        // Without a span nothing of a ticket is ever due.
        if !configuration.retention.days.isEmpty {
            units.append(("helpdesk-retention.timer", "helpdesk-retention"))
        }
        return units
    }

    private static func finding(
        _ unit: String,
        _ state: [String: String]?,
        enable: String,
        failed: String
    ) -> Finding {
        guard let state, state["LoadState"] == "loaded" else {
            return .advice("\(unit) is not installed", "see the installation in README.md")
        }
        switch state["ActiveState"] {
        case "active": return .well("\(unit) is active")
        case "failed": return .unavailable("\(unit) has failed", failed)
        default: return .advice("the unit \(unit) is \(state["ActiveState"] ?? "unknown")", enable)
        }
    }

    private static func state(of unit: String) -> [String: String]? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/systemctl")
        process.arguments = ["show", unit, "--property=LoadState,ActiveState"]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        // Without systemctl nothing is known of units.
        guard (try? process.run()) != nil,
            let octets = try? pipe.fileHandleForReading.readToEnd()
        else { return nil }
        process.waitUntilExit()
        let lines = String(decoding: octets, as: UTF8.self).split(separator: "\n")
        return Dictionary(
            lines.compactMap { line in
                let parts = line.split(separator: "=", maxSplits: 1)
                return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
            }
        ) { first, _ in first }
    }
}
