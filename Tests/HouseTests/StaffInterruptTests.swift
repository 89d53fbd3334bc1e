import DeskTesting
import Foundation
import Testing

extension HouseTests {
    @Suite("Ctrl-C at the real staff program")
    struct StaffInterruptTests {
        /// A port that lets callers in and says nothing.
        private final class SilentPort {
            let descriptor: Int32
            let port: UInt16

            init() throws {
                let door = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
                var place = sockaddr_in()
                place.sin_family = sa_family_t(AF_INET)
                place.sin_addr.s_addr = inet_addr("127.0.0.1")
                var length = socklen_t(MemoryLayout<sockaddr_in>.size)
                let isOpen = withUnsafeMutablePointer(to: &place) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                        Foundation.bind(door, place, length) == 0 && listen(door, 8) == 0
                            && getsockname(door, place, &length) == 0
                    }
                }
                guard isOpen else { throw HousePrograms.Missing(description: "no port") }
                (descriptor, port) = (door, UInt16(bigEndian: place.sin_port))
            }

            deinit { close(descriptor) }

            /// Waits for the first octets that somebody sends.
            func hear() -> Int32 {
                let caller = accept(descriptor, nil, nil)
                var octets = [UInt8](repeating: 0, count: 4_096)
                _ = read(caller, &octets, octets.count)
                return caller
            }
        }

        private func start(
            _ arguments: [String],
            _ port: UInt16,
            in folder: TemporaryFolder
        ) throws -> LoopbackProcess {
            // An input that nothing comes out of, and SIGINT as a terminal's programs have it.
            let script = "mkfifo \"$0\" && exec 3<>\"$0\" && exec \"$@\" <&3"
            return try LoopbackProcess(
                "/bin/sh",
                ["-c", script, folder.path("input"), "env", "--default-signal=INT"]
                    + [try HousePrograms.helpdesk()] + arguments,
                environment: [
                    "PATH": "/usr/bin:/bin", "LANG": "sv_SE.UTF-8", "HOME": folder.path,
                    "HELPDESK_SERVER": "http://127.0.0.1:\(port)", "HELPDESK_TOKEN": "x",
                ],
                logPath: folder.path("log")
            )
        }

        @Test("says of a change on its way that nobody knows whether it was made")
        func change() throws {
            let (desk, folder) = (try SilentPort(), try TemporaryFolder("interrupt"))
            let process = try start(["note", "1", "-m", "x"], desk.port, in: folder)
            let caller = desk.hear()
            defer { close(caller) }
            process.signal(SIGINT)
            #expect(process.waitUntilEnded(within: .seconds(10)) == 130)
            #expect(process.log.contains("helpdesk: Avbrutet. Det kan ändå ha blivit gjort"))
        }

        @Test("ends it also while it waits for what nobody writes")
        func input() async throws {
            let (desk, folder) = (try SilentPort(), try TemporaryFolder("interrupt"))
            let process = try start(["note", "1", "-F", "-"], desk.port, in: folder)
            let status = "/proc/\(process.pid)/status"
            try await eventually("it listens to the signal") {
                let text = try String(contentsOfFile: status, encoding: .utf8)
                // The shell that it was before listens to it too.
                guard text.hasPrefix("Name:\thelpdesk\n") else { return false }
                let caught = text.firstMatch(of: #/SigCgt:\s*([0-9a-f]+)/#)
                return caught.flatMap { UInt64($0.1, radix: 16) }.map { $0 & 2 != 0 } == true
            }
            process.signal(SIGINT)
            #expect(process.waitUntilEnded(within: .seconds(10)) == 130)
            #expect(process.log.contains("helpdesk: Avbrutet."))
        }
    }
}
