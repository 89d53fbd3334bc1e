import Desk
import Foundation

extension ServiceSettings {
    init(
        _ reader: inout SettingsReader,
        in surroundings: CityServiceFile.Surroundings,
        publicURL: String?
    ) {
        let services = Self.services(&reader, in: surroundings)
        if !services.isEmpty, publicURL == nil {
            reader.note("http.public-url", nil, "must be set: Open311's discovery says it")
        }
        self.init(
            services: services,
            jurisdiction: reader.text("open311.jurisdiction"),
            takesAnonymous: reader.flag("open311.anonymous-posts", default: false),
            postsPerMinuteMax: reader.number(
                "open311.posts-per-minute-max",
                default: 10,
                in: 1...10_000
            ),
            allPostsPerMinuteMax: reader.number(
                "open311.all-posts-per-minute-max",
                default: 60,
                in: 1...100_000
            ),
            readsPerMinuteMax: reader.number(
                "open311.reads-per-minute-max",
                default: 120,
                in: 1...100_000
            ),
            repeatTime: Double(
                reader.number("open311.repeat-minutes", default: 10, in: 1...1_440) * 60
            )
        )
    }

    private static func services(
        _ reader: inout SettingsReader,
        in surroundings: CityServiceFile.Surroundings
    ) -> [CityService] {
        guard let path = reader.existingFile("open311.services"),
            // Otherwise that was noted already.
            FileManager.default.isReadableFile(atPath: path)
        else { return [] }
        do {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            return try CityServiceFile.read(text, in: surroundings)
        } catch let mistakes as CityServiceFile.Mistakes {
            for mistake in mistakes.mistakes {
                reader.note("\(path): \(mistake.place)", nil, mistake.wanted)
            }
        } catch {
            reader.note("open311.services", path, "the file cannot be read")
        }
        return []
    }
}
