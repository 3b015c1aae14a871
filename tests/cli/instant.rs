//! Instant and styles as numbers, from the command line.

use super::*;
use impasto::stylize::Recipe;

#[test]
fn instant_paints_at_the_photographs_size_and_its_recipe_needs_no_painting() {
    let studio = Studio::new();
    let output =
        studio.instant("湖.png --style style.png@2 --style batik -o a.png --json --measure");
    let result = lines(&output).pop().expect("a result");
    assert_eq!(result["engine"], "instant");
    assert_eq!(
        (result["width"].as_u64(), result["height"].as_u64()),
        (Some(96), Some(64))
    );
    for key in [
        "content_distance",
        "style_distance",
        "compute_seconds",
        "measure_seconds",
    ] {
        assert!(result[key].as_f64().is_some_and(|v| v > 0.0), "{result}");
    }
    let output = studio.instant("湖.png --style batik -o unmeasured.png --json");
    let result = lines(&output).pop().expect("a result");
    assert!(result["content_distance"].is_null(), "{result}");
    std::fs::remove_file(studio.path("style.png")).expect("removed");
    studio.instant("--recipe a.png -o b.png -q");
    assert_eq!(pixels(&studio.path("a.png")), pixels(&studio.path("b.png")));
    studio.instant("--recipe a.png -o c.png -q --strength 0.5");
    assert_ne!(pixels(&studio.path("a.png")), pixels(&studio.path("c.png")));
    // The code is the painting's at one scale; at another the painting is needed.
    let missing = studio.run("stylize --device cpu --recipe a.png -o d.png --style-scale 2");
    assert_eq!(status(&missing), 1);
    assert!(stderr(&missing).contains("style.png"), "{missing:?}");
    studio.instant("湖.png --style batik --strength 0 -o e.png -q");
    assert_eq!(
        pixels(&studio.path("e.png")),
        pixels(&studio.path("湖.png"))
    );
}

/// `fixtures/one_pass.png` was painted before there was a stroke size.
#[test]
fn a_recipe_without_a_stroke_size_paints_what_it_painted_and_new_ones_say_theirs() {
    let studio = Studio::new();
    let file = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let (photograph, before) = (
        file("assets/samples/cat.jpg"),
        file("tests/fixtures/one_pass.png"),
    );
    let again = format!(
        "{} --recipe {} -q -o",
        photograph.display(),
        before.display()
    );
    studio.instant(&format!("{again} again.png"));
    let far = |name: &str| {
        let pairs = pixels(&studio.path(name)).into_iter().zip(pixels(&before));
        pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
    };
    // Processors round in their own ways.
    assert!(far("again.png") < 1.6 / 255.0, "{}", far("again.png"));
    let kept = Recipe::open(&studio.path("again.png")).expect("a recipe");
    assert_eq!(kept.stroke_size, None);
    studio.instant(&format!("{again} other.png --stroke-size 1"));
    assert!(far("other.png") > 0.05);
    studio.instant("湖.png --style batik -q -o new.png");
    let new = Recipe::open(&studio.path("new.png")).expect("a recipe");
    assert_eq!(new.stroke_size, Some(1.0));
    for size in ["0.2", "5", "NaN", "big"] {
        let refused = studio.run(&format!(
            "stylize 湖.png --style batik -o x.png --stroke-size {size}"
        ));
        assert_eq!(status(&refused), 2, "{size}");
    }
}

#[test]
fn alpha_and_16_bits_go_through_instant() {
    let studio = Studio::new();
    let mut photograph = landscape(40, 30);
    photograph.alpha = Some((0..1200).map(|i| (i % 40) as f32 / 51.0).collect());
    save(&photograph, &studio.path("clear.png"));
    studio.instant("clear.png --random-style 5 --depth 16 --colour luma -o deep.png -q");
    let load = |name: &str| load(&studio.path(name), DecodeLimits::default()).expect("a picture");
    let (before, after) = (load("clear.png"), load("deep.png"));
    assert_eq!(before.alpha.map(|a| a.len()), after.alpha.map(|a| a.len()));
    let fine = |v: &f32| (v * 255.0 - (v * 255.0).round()).abs() > 1e-3;
    assert!(after.rgb.iter().any(fine), "more than 256 levels");
}

#[test]
fn styles_are_kept_mixed_and_drawn_as_numbers() {
    let studio = Studio::new();
    for words in [
        "style encode style.png -o a.code --device cpu",
        "style encode batik -o b.code --device cpu",
        "style mix a.code@3 b.code -o mixed.code --device cpu",
        "style sample --seed 4 -o drawn.code --device cpu",
    ] {
        let output = studio.run(words);
        assert_eq!(status(&output), 0, "{words}: {}", stderr(&output));
    }
    let paint = |words: &str, name: &str| {
        studio.instant(&format!("湖.png {words} -q -o {name}"));
        pixels(&studio.path(name))
    };
    let far = |a: &[f32], b: &[f32]| {
        let all = a.iter().zip(b).map(|(a, b)| (a - b).abs());
        all.fold(0.0, f32::max)
    };
    let mixed = paint("--style-code mixed.code", "1.png");
    // One step of 8 bits for rounding.
    let same = paint("--style style.png@3 --style batik@1", "2.png");
    assert!(far(&mixed, &same) < 0.005, "{}", far(&mixed, &same));
    assert!(far(&mixed, &paint("--style style.png", "3.png")) > 0.05);
    let drawn = paint("--style-code drawn.code", "4.png");
    assert!(far(&drawn, &paint("--random-style 4", "5.png")) < 0.005);
    assert!(far(&drawn, &paint("--random-style 5", "6.png")) > 0.05);
    // Codes are in the recipe too.
    std::fs::remove_file(studio.path("mixed.code")).expect("removed");
    studio.instant("--recipe 1.png -o 7.png -q");
    assert_eq!(pixels(&studio.path("7.png")), mixed);
    std::fs::write(studio.path("bad.code"), r#"{"style_code":1}"#).expect("written");
    let bad = studio.run("style mix bad.code -o x.code");
    assert_eq!(status(&bad), 1);
    assert!(stderr(&bad).contains("bad.code"), "{}", stderr(&bad));
}

#[test]
fn a_painting_is_learnt_and_painted_in_anywhere() {
    let studio = Studio::new();
    let tune = |words: &str| studio.run(&format!("style tune {words} --device cpu"));
    let learnt = tune("style.png -o learnt.style --steps 2 --weight palette=2");
    assert_eq!(status(&learnt), 0, "{}", stderr(&learnt));
    assert!(stderr(&learnt).contains("--style-code learnt.style"));
    let paint = |words: &str, name: &str| {
        studio.instant(&format!("{words} -q -o {name}"));
        pixels(&studio.path(name))
    };
    let painted = paint("湖.png --style-code learnt.style", "1.png");
    let plain = paint("湖.png --style style.png", "2.png");
    assert_ne!(painted, plain);
    // The recipe has all of it.
    std::fs::remove_file(studio.path("learnt.style")).expect("removed");
    assert_eq!(paint("--recipe 1.png", "3.png"), painted);
    let empty = studio.path("empty");
    std::fs::create_dir(empty).expect("a folder");
    for (words, code) in [
        ("style.png -o x.style --weight gloss=1", 1),
        ("style.png -o x.style --steps 0", 2),
        ("style.png -o x.style --contents empty", 1),
        ("nothing.png -o x.style", 1),
    ] {
        let refused = tune(words);
        assert_eq!(status(&refused), code, "{words}: {}", stderr(&refused));
        assert!(!studio.path("x.style").exists());
    }
}

#[test]
fn the_shelf_is_sorted_by_what_a_picture_is_like_and_what_suits_it() {
    let studio = Studio::new();
    let output = studio.run("style nearest batik --device cpu --json");
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let near = lines(&output);
    assert!(near.len() >= 16, "{near:?}");
    let number = |line: &Value, key: &str| line[key].as_f64().expect("a number");
    let order = near.windows(2);
    assert!(
        order
            .into_iter()
            .all(|w| number(&w[0], "strain") <= number(&w[1], "strain"))
    );
    let like = near
        .iter()
        .min_by(|a, b| number(a, "unlike").total_cmp(&number(b, "unlike")));
    assert_eq!(like.expect("lines")["name"], "batik");
}

/// A recipe of the window: a mixture with a style from nothing, moved along axes.
#[test]
fn a_recipe_with_axes_and_a_style_from_nothing_is_painted_again_to_the_pixel() {
    let studio = Studio::new();
    let hash = |name: &str| {
        let bytes = std::fs::read(studio.path(name)).expect("read");
        blake3::hash(&bytes).to_string()
    };
    let (photo, style) = (hash("湖.png"), hash("style.png"));
    let recipe = |axes: &str| {
        format!(
            r#"{{"schema":1,"engine":"instant","content":{{"name":"湖.png","blake3":"{photo}"}},
            "styles":[{{"name":"style.png","blake3":"{style}","weight":0.75}}],
            "random_style":7,"random_weight":0.25,"style_axes":{axes}}}"#
        )
    };
    let write = |axes: &str| {
        std::fs::write(studio.path("r.json"), recipe(axes)).expect("written");
    };
    let paint = |words: &str, name: &str| {
        studio.instant(&format!("{words} -q -o {name}"));
        pixels(&studio.path(name))
    };
    write("[]");
    let rest = paint("--recipe r.json", "0.png");
    write("[0.0,0.0]");
    assert_eq!(rest, paint("--recipe r.json", "1.png"));
    write("[0.0,0.0,0.0,0.0,0.0,2.0]");
    let moved = paint("--recipe r.json", "2.png");
    // Towards orange.
    let warmth = |rgb: &[f32]| rgb.chunks(3).map(|p| p[0] - p[2]).sum::<f32>() / rgb.len() as f32;
    assert!(warmth(&moved) > warmth(&rest) + 0.02);
    // From its sources, and from what it carries itself.
    assert_eq!(moved, paint("--recipe r.json", "3.png"));
    std::fs::remove_file(studio.path("style.png")).expect("removed");
    assert_eq!(moved, paint("--recipe 2.png", "4.png"));
    write("[4.0]");
    let far = studio.run("stylize --device cpu --recipe r.json -o 5.png");
    assert_eq!(status(&far), 1);
    assert!(stderr(&far).contains("axes of the style space"), "{far:?}");
}

#[test]
fn refine_starts_again_from_the_style_that_its_recipe_keeps() {
    let studio = Studio::new();
    studio.instant("湖.png --style style.png --style batik --size 48 -o a.png -q");
    studio.instant("湖.png --style fresco -o b.png -q");
    let recipe = |name: &str| {
        let recipe = Recipe::open(&studio.path(name)).expect("a recipe inside");
        serde_json::from_str::<Value>(&recipe.to_json()).expect("JSON")
    };
    let refined = |style: &Value, name: &str| {
        let mut recipe = recipe("a.png");
        recipe["engine"] = "refine".into();
        recipe["start"] = "instant".into();
        recipe["steps"] = 2.into();
        recipe["mixed_style"] = style.clone();
        std::fs::write(studio.path("r.json"), recipe.to_string()).expect("written");
        studio.instant(&format!("--recipe r.json -o {name} -q"));
        pixels(&studio.path(name))
    };
    let own = refined(&recipe("a.png")["mixed_style"], "1.png");
    assert_eq!(own, refined(&recipe("a.png")["mixed_style"], "2.png"));
    assert_ne!(own, refined(&recipe("b.png")["mixed_style"], "3.png"));
    // What was painted again is painted again once more.
    studio.instant("--recipe 1.png -o 4.png -q");
    assert_eq!(own, pixels(&studio.path("4.png")));
}

#[test]
fn colour_and_tone_are_those_of_the_result_whatever_paints_it() {
    let studio = Studio::new();
    let grey = |name: &str| {
        let pixels = pixels(&studio.path(name));
        let mut each = pixels.chunks_exact(3);
        each.all(|p| (p[0] - p[1]).abs() < 0.01 && (p[1] - p[2]).abs() < 0.01)
    };
    studio.instant("湖.png --style batik -o plain.png -q");
    studio.instant("湖.png --style batik --saturation -1 --contrast 0.4 -o grey.png -q");
    assert!(!grey("plain.png") && grey("grey.png"));
    studio.instant("--recipe grey.png -o again.png -q");
    assert_eq!(
        pixels(&studio.path("grey.png")),
        pixels(&studio.path("again.png"))
    );
    studio.instant("--recipe grey.png --saturation 0 --contrast 0 -o back.png -q");
    assert_eq!(
        pixels(&studio.path("plain.png")),
        pixels(&studio.path("back.png"))
    );
    let refine = "--engine refine --style style.png --steps 3 --size 48 --device cpu -q";
    for (words, name) in [("", "r.png"), ("--saturation -1", "r_grey.png")] {
        let words = format!("stylize 湖.png {refine} {words} -o {name}");
        let output = studio.run(&words);
        assert_eq!(status(&output), 0, "{}", stderr(&output));
    }
    assert!(!grey("r.png") && grey("r_grey.png"));
    // The photograph's own colours, as far as the painted lightness leaves room for them.
    studio.instant("湖.png --style batik --colour-amount 0 -o own.png -q");
    studio.instant("湖.png --style batik --colour luma -o luma.png -q");
    let pairs = pixels(&studio.path("own.png"));
    let luma = pixels(&studio.path("luma.png"));
    let far = pairs.iter().zip(&luma).map(|(a, b)| (a - b).abs());
    assert!(far.fold(0.0, f32::max) < 0.005);
    let wrong = studio.run("stylize 湖.png --style batik -o no.png --contrast 2");
    assert_eq!(status(&wrong), 2);
}
