import Desk
import Foundation
import SIPProtocol
import Switchboard

/// Who passes calls on, and where to.
///
/// - Configuration keys, beside those of ``SIPSwitchboardSettings``:
///   - `switchboard.driver` (`manual` or `sip`, optional): people, or the daemon itself.
///   - `switchboard.destinations` (path, required beside it).
///   - `switchboard.import` (see ``ImportSettings``): destinations from the staff's directory.
///   - `switchboard.handoffs-per-hour-max` (int, default 60, 1…10 000): those of one person.
struct SwitchboardSettings: Sendable {
    var directory: DestinationDirectory
    /// The file that people write.
    var path: String
    /// nil where nothing is imported.
    var imports: ImportSettings?
    /// nil when people pass calls on.
    var sip: SIPSwitchboardSettings?

    /// What carries calls out.
    func port() -> any SwitchboardPort {
        guard let sip else { return ManualSwitchboard(directory: directory) }
        return SIPSwitchboard(directory: directory, settings: sip)
    }
}

extension SwitchboardSettings {
    private enum Driver: String, CaseIterable {
        case manual
        case sip
    }

    /// `publicURL` is where the desk is reached, for the address that receivers are shown.
    init?(_ reader: inout SettingsReader, publicURL: String?) {
        let path = reader.existingFile("switchboard.destinations")
        let text = reader.text("switchboard.driver")
        var sip = CarriedCallsReading.settings(&reader, isWanted: text == Driver.sip.rawValue)
        let contextURL = sip?.contextURL ?? publicURL.map { $0 + "/v1/handoffs/" }
        sip?.contextURL = contextURL
        let imports = ImportSettings(&reader)
        guard let text else {
            if path != nil {
                reader.note("switchboard.driver", nil, "must be set beside destinations")
            }
            return nil
        }
        guard Driver(rawValue: text) != nil else {
            reader.note("switchboard.driver", text, "must be manual or sip")
            return nil
        }
        guard let path else {
            reader.note("switchboard.destinations", nil, "must name the file of destinations")
            return nil
        }
        guard let directory = Self.directory(path, imports, &reader) else { return nil }
        if let overflow = sip?.overflow, directory[overflow] == nil {
            reader.note("switchboard.overflow", overflow, "must be the id of a destination")
        }
        self.init(directory: directory, path: path, imports: imports, sip: sip)
    }

    private static func directory(
        _ path: String,
        _ imports: ImportSettings?,
        _ reader: inout SettingsReader
    ) -> DestinationDirectory? {
        do {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            return try DestinationFile.read(text, and: imports?.imported())
        } catch let mistakes as DestinationFile.Mistakes {
            for mistake in mistakes.mistakes {
                let key = "switchboard.destinations: \(path): \(mistake.place)"
                reader.note(key, nil, mistake.wanted)
            }
        } catch {
            reader.note("switchboard.destinations", path, "the file cannot be read")
        }
        return nil
    }
}
