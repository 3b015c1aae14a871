//! Nothing that a driver prints reaches the artist.

use super::*;

/// What a command prints on stderr where there is no display and no runtime folder, and where Vulkan's loader tells
/// whenever it does something.
fn noise(words: &str) -> String {
    let studio = Studio::new();
    let mut command = studio.command(words);
    for gone in ["DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR"] {
        command.env_remove(gone);
    }
    if words.contains("--device cpu") {
        command.env("VK_LOADER_DEBUG", "all");
    }
    let output = command.output().expect("started");
    assert_eq!(status(&output), 0, "{words}: {}", stderr(&output));
    stderr(&output)
}

#[test]
fn the_cpu_needs_no_driver() {
    for words in [
        "stylize 湖.png --style style.png -o o.png -q --device cpu",
        "stylize 湖.png --style style.png -o o.png -q --engine refine --steps 2 --size 64 --device cpu",
        "features 湖.png -o o.safetensors --device cpu",
        "style nearest 湖.png --device cpu",
        "evaluate art 湖.png style.png 湖.png --device cpu",
        "style list",
        "data scan .",
    ] {
        assert_eq!(noise(words), "", "{words}");
    }
}

#[test]
fn looking_for_a_gpu_is_quiet() {
    for words in [
        "devices",
        "stylize 湖.png --style style.png -o o.png -q",
        "features 湖.png -o o.safetensors",
    ] {
        assert_eq!(noise(words), "", "{words}");
    }
}
