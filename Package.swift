// swift-tools-version: 6.2

import Foundation
import PackageDescription

// The import boundaries of the house are held by
// `swift build --explicit-target-dependency-import-check error`: an arrow that is not drawn here
// does not compile.

let boundaries: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

// Only the gate asks for it: another compiler's new warning must not stop an operator's build.
let strictness: [SwiftSetting] =
    ProcessInfo.processInfo.environment["HELPDESK_WARNINGS_AS_ERRORS"] == nil
    ? [] : [.treatAllWarnings(as: .error)]

let settings = boundaries + strictness

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser",
    package: "swift-argument-parser"
)
let asyncHTTPClient = Target.Dependency.product(
    name: "AsyncHTTPClient",
    package: "async-http-client"
)
let configuration = Target.Dependency.product(
    name: "Configuration",
    package: "swift-configuration"
)
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(
    name: "HummingbirdTesting",
    package: "hummingbird"
)
let hummingbirdHTTP2 = Target.Dependency.product(
    name: "HummingbirdHTTP2",
    package: "hummingbird"
)
let lifecycle = Target.Dependency.product(
    name: "ServiceLifecycle",
    package: "swift-service-lifecycle"
)
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let unixSignals = Target.Dependency.product(
    name: "UnixSignals",
    package: "swift-service-lifecycle"
)
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

func room(
    _ name: String,
    _ dependencies: [Target.Dependency] = []
) -> Target {
    .target(
        name: name,
        dependencies: dependencies,
        swiftSettings: settings
            + (fuzzed.contains(name) ? [.unsafeFlags(counted)] : [])
            + (learning.contains(name) ? [.unsafeFlags(["-O"], .when(configuration: .debug))] : [])
    )
}

// Optimised in debug builds as well: a desk learns from its articles at each start, and unoptimised
// that takes five seconds of every test that starts one.
let learning = ["KnowledgeBase"]

func suite(
    _ name: String,
    _ dependencies: [Target.Dependency] = [],
    exclude: [String] = []
) -> Target {
    .testTarget(
        name: name,
        dependencies: dependencies,
        exclude: exclude,
        swiftSettings: settings
    )
}

// Built only on request, with a compiler that counts which branches of these rooms are taken, and
// linked with libFuzzer.
let isFuzzing = ProcessInfo.processInfo.environment["HELPDESK_FUZZING"] != nil
let fuzzed = isFuzzing ? ["MailGateway", "MailProtocols"] : []
let counted = ["-sanitize=fuzzer"]
let fuzzing: [Target] =
    !isFuzzing
    ? []
    : [
        .executableTarget(
            name: "MailFuzzing",
            dependencies: ["Desk", "MailGateway", "MailProtocols"],
            path: "Tests/MailFuzzing",
            swiftSettings: settings
                + [.unsafeFlags(counted + ["-parse-as-library"])],
            linkerSettings: [.unsafeFlags(counted)]
        )
    ]

let package = Package(
    name: "helpdesk",
    defaultLocalization: "sv",
    products: [
        .executable(name: "helpdeskd", targets: ["HelpdeskDaemon"]),
        .executable(name: "helpdesk", targets: ["HelpdeskCommand"]),
        .executable(name: "benchmarks", targets: ["Benchmarks"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(
            url: "https://github.com/apple/swift-configuration.git",
            from: "1.4.0",
            traits: ["YAML"]
        ),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.30.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system.git", from: "1.8.0"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
        .package(
            url: "https://github.com/hummingbird-project/swift-mustache.git",
            from: "2.1.1"
        ),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(
            url: "https://github.com/swift-server/swift-service-lifecycle.git",
            from: "2.13.0"
        ),
    ],
    targets: [
        // C libraries of the system.
        .systemLibrary(name: "CCMarkGFM"),
        .systemLibrary(name: "CCrypt"),
        .systemLibrary(name: "CCurl"),
        .systemLibrary(name: "CGMime", pkgConfig: "gmime-3.0"),
        .systemLibrary(name: "CLDAP"),
        .systemLibrary(name: "CLibXML", pkgConfig: "libxml-2.0"),
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "COpenSSL"),
        .systemLibrary(name: "CPostgreSQL"),
        .systemLibrary(name: "CResolver"),
        .systemLibrary(name: "CStemmer"),
        .systemLibrary(name: "CSystemd"),
        .systemLibrary(name: "CZstd"),

        // Layer 0: bytes and RFCs; knows no helpdesk.
        room("CommandManual", [argumentParser]),
        room("Cryptography", ["CCrypt", "COpenSSL"]),
        room("DNSClient", ["CResolver", nioPosix]),
        room("JSONText"),
        room("LDAPClient", ["CLDAP"]),
        room("MailProtocols", ["CCurl", "CGMime"]),
        room("PostgreSQLClient", ["CPostgreSQL"]),
        room("PrometheusMetrics", [coreMetrics]),
        room(
            "SIPProtocol",
            ["CLibXML", "Cryptography", "DNSClient", nioCore, nioPosix, nioSSL, nioTLS]
        ),

        // Layer 1: the domain; no I/O.
        room("KnowledgeBase", ["CCMarkGFM", "CMalloc", "CStemmer", yams]),
        room("Desk", ["Cryptography", "KnowledgeBase", metrics, mustache]),

        // Layer 2: adapters; none imports another.
        room(
            "Directory",
            ["Cryptography", "Desk", "LDAPClient", logging, metrics, nioPosix, yams]
        ),
        room(
            "MailGateway",
            [
                "Cryptography", "Desk", "MailProtocols", lifecycle, logging, metrics, nioCore,
                nioPosix,
            ]
        ),
        room(
            "Storage",
            [
                "CZstd", "Cryptography", "Desk", "JSONText", "KnowledgeBase", "PostgreSQLClient",
                grdb, grdbSQLite, metrics, nioPosix,
            ]
        ),
        room(
            "Switchboard",
            ["DNSClient", "Desk", "SIPProtocol", lifecycle, logging, metrics, nioPosix, yams]
        ),
        room("DeskAPI"),
        room(
            "WebAPI",
            [
                "Cryptography", "Desk", "DeskAPI", "JSONText", "KnowledgeBase", httpTypes,
                hummingbird, logging, metrics, nioCore, nioHTTP1, nioHTTPTypes,
            ]
        ),

        // The programs.
        .executableTarget(
            name: "HelpdeskDaemon",
            dependencies: [
                "CMalloc", "CSystemd", "CommandManual", "Cryptography", "DNSClient", "Desk",
                "DeskAPI", "Directory", "KnowledgeBase", "MailGateway", "MailProtocols",
                "PrometheusMetrics",
                "SIPProtocol", "Storage", "Switchboard", "WebAPI", argumentParser,
                asyncHTTPClient, configuration, hummingbird, hummingbirdHTTP2, lifecycle, logging,
                metrics, nioCore, nioHTTP1, nioPosix, nioSSL, nioTLS, systemPackage, unixSignals,
                yams,
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "HelpdeskCommand",
            dependencies: [
                "CommandManual", "DeskAPI", argumentParser, asyncHTTPClient, nioCore, nioHTTP1,
                nioPosix, nioSSL,
            ],
            swiftSettings: settings
        ),

        // The suites: one a room, the kit they share, and the whole house.
        .target(
            name: "DeskTesting",
            dependencies: [
                "Cryptography", "Desk", "KnowledgeBase", "MailGateway", "Storage", logging,
                nioPosix,
            ],
            path: "Tests/DeskTesting",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "Benchmarks",
            // The daemon is not imported: it is built, to be started from beside this program.
            dependencies: [
                "Cryptography", "Desk", "DeskTesting", "HelpdeskDaemon", "KnowledgeBase",
                "PostgreSQLClient", "Storage", argumentParser, hummingbird, logging, nioCore,
                nioHTTP1, nioPosix,
            ],
            path: "Tests/Benchmarks",
            exclude: ["match-peers.py"],
            swiftSettings: settings
        ),
        suite("CommandManualTests", ["CommandManual", argumentParser]),
        suite("CryptographyTests", ["Cryptography", "DeskTesting"]),
        suite("DeskAPITests", ["DeskAPI"]),
        suite(
            "DeskTests",
            ["Cryptography", "Desk", "DeskTesting", "KnowledgeBase"],
            exclude: ["Fixtures"]
        ),
        suite(
            "DirectoryTests",
            ["Cryptography", "Desk", "DeskTesting", "Directory", "LDAPClient", logging, nioPosix]
        ),
        suite("DNSClientTests", ["DNSClient", "DeskTesting", nioPosix]),
        suite(
            "HelpdeskCommandTests",
            [
                "CommandManual", "DeskAPI", "HelpdeskCommand", argumentParser, nioCore, nioHTTP1,
                nioPosix, nioSSL,
            ],
            exclude: ["Golden"]
        ),
        suite(
            "HelpdeskDaemonTests",
            [
                "CMalloc", "CommandManual", "Cryptography", "Desk", "DeskAPI", "DeskTesting",
                "Directory", "HelpdeskDaemon", "KnowledgeBase", "PrometheusMetrics", "Storage",
                "Switchboard", "WebAPI", logging, nioCore, nioEmbedded, nioPosix,
            ]
        ),
        suite(
            "HouseTests",
            [
                "Cryptography", "DeskAPI", "DeskTesting", "KnowledgeBase", "MailGateway", "Storage",
                asyncHTTPClient, grdb, nioCore, nioHTTP1, nioSSL,
            ]
        ),
        suite("JSONTextTests", ["JSONText"]),
        suite("KnowledgeBaseTests", ["KnowledgeBase"], exclude: ["Fixtures"]),
        suite("LDAPClientTests", ["Cryptography", "DeskTesting", "LDAPClient"]),
        suite(
            "MailGatewayTests",
            [
                "Cryptography", "Desk", "DeskTesting", "KnowledgeBase", "MailGateway",
                "MailProtocols", lifecycle, logging, nioCore, nioPosix,
            ],
            // Read by path: they are mails, not resources of a bundle.
            exclude: ["Fixtures"]
        ),
        suite("MailProtocolsTests", ["DeskTesting", "MailProtocols"]),
        suite("PostgreSQLClientTests", ["DeskTesting", "PostgreSQLClient"]),
        suite("PrometheusMetricsTests", ["DeskTesting", "PrometheusMetrics", coreMetrics]),
        suite(
            "SIPProtocolTests",
            ["Cryptography", "DNSClient", "DeskTesting", "SIPProtocol", nioCore, nioPosix, nioSSL]
        ),
        suite(
            "StorageTests",
            ["CZstd", "Cryptography", "Desk", "DeskTesting", "KnowledgeBase", "Storage", grdb],
            exclude: ["Fixtures"]
        ),
        suite("SwitchboardTests", ["Desk", "DeskTesting", "SIPProtocol", "Switchboard", logging]),
        suite(
            "WebAPITests",
            [
                "Cryptography", "Desk", "DeskAPI", "DeskTesting", "Storage", "WebAPI", httpTypes,
                hummingbird, hummingbirdTesting, logging, nioCore, nioEmbedded, nioHTTPTypes,
            ]
        ),
    ] + fuzzing,
    swiftLanguageModes: [.v6]
)
