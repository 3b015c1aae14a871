//! What paintings measure, from the command line.

use super::*;

#[test]
fn a_result_is_measured_beside_its_photograph_and_painting() {
    let studio = Studio::new();
    let output = studio.run("evaluate art 湖.png style.png style.png --json --device cpu");
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let [own, result] = lines(&output).try_into().expect("two lines");
    // The painting itself is nearest to the style and far from the photograph, which is all the other way round.
    let number = |line: &Value, key: &str| line[key].as_f64().expect("a number");
    assert!(number(&own, "content") < 1e-4 && number(&own, "halo") == 0.0);
    assert!(number(&result, "content") > 0.3, "{result}");
    assert!(number(&result, "style") < number(&own, "style"), "{result}");
    assert!(number(&result, "palette") < number(&own, "palette"));
    assert_eq!(result["lattice"].as_array().map(Vec::len), Some(4));
    // Names of the shelf, and words for people.
    let output = studio.run("evaluate art 湖.png batik 湖.png --device cpu --size 128");
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 3);
}

#[test]
fn pairs_are_measured_folder_by_folder_and_what_is_missing_is_named() {
    let studio = Studio::new();
    std::fs::create_dir(studio.path("done")).expect("folder");
    for name in ["one", "two"] {
        std::fs::copy(
            studio.path("湖.png"),
            studio.path(&format!("done/{name}.png")),
        )
        .expect("copied");
    }
    let list = "湖.png\tstyle.png\tone\n湖.png\tbatik\ttwo\n";
    std::fs::write(studio.path("pairs.tsv"), list).expect("written");
    let words = "evaluate art pairs.tsv done --json --device cpu --size 128";
    let output = studio.run(words);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let all = lines(&output);
    let medians: Vec<_> = all
        .iter()
        .filter(|line| line["event"] == "median")
        .collect();
    assert_eq!((all.len(), medians.len()), (7, 2));
    // The folder holds the photograph itself.
    assert_eq!(medians[0]["style"], medians[1]["style"]);
    assert_eq!(medians[1]["pictures"], 2);
    // Photographs are as near to themselves as can be, and not to paintings.
    let art = all.last().expect("a line");
    assert_eq!(
        (&art["event"], &art["pictures"]),
        (&"art".into(), &2.into())
    );
    let number = |name: &str| art["sum"][name].as_f64().expect("a number");
    assert!(number("content") < 0.01 && number("kid") > 0.0, "{art}");
    let sum = (1.0 + number("content")) * (1.0 + 100.0 * number("kid"));
    assert!((number("art") - sum).abs() < 1e-6 * sum, "{art}");

    std::fs::write(studio.path("done/two.png"), "not a picture").expect("written");
    let output = studio.run(words);
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("two.png"), "{}", stderr(&output));
    assert_eq!(lines(&output).last().expect("a line")["pictures"], 1);
}

#[test]
fn what_cannot_be_measured_is_refused_in_a_sentence() {
    let studio = Studio::new();
    std::fs::write(studio.path("pairs.tsv"), "湖.png\tstyle.png\tone\n").expect("written");
    std::fs::write(studio.path("odd.tsv"), "湖.png style.png\n").expect("written");
    std::fs::create_dir(studio.path("folder")).expect("folder");
    for (words, says) in [
        ("art 湖.png style.png folder", "folder"),
        ("art folder style.png 湖.png", "folder"),
        ("art 湖.png nothing.png 湖.png", "nothing.png"),
        (
            "art 湖.png style.png",
            "a photograph, a painting and a result",
        ),
        ("art pairs.tsv 湖.png", "is not a folder"),
        ("art odd.tsv folder", "Line 1"),
        ("art none.tsv folder", "none.tsv"),
        ("art pairs.tsv folder", "one.png"),
        ("card --style nothing.png -o cards", "nothing.png"),
        ("card --model style.png -o cards", "style.png"),
        ("card -o style.png", "style.png"),
    ] {
        let output = studio.run(&format!("evaluate {words} --device cpu"));
        assert_eq!(status(&output), 1, "{words}: {}", stderr(&output));
        let said = stderr(&output);
        assert!(
            said.contains(says) && said.lines().count() == 1,
            "{words}: {said}"
        );
    }
    assert_eq!(status(&studio.run("evaluate card --size 100 -o cards")), 2);
}

#[test]
fn folders_are_compared_by_what_is_in_them() {
    let studio = Studio::new();
    for folder in ["land", "more", "paint"] {
        std::fs::create_dir(studio.path(folder)).expect("folder");
        for i in 0..6 {
            let picture = match folder {
                "land" => landscape(90 + i, 64),
                "more" => landscape(64, 99 - i),
                _ => strokes(90 + i, 64),
            };
            save(&picture, &studio.path(&format!("{folder}/{i}.png")));
        }
    }
    let measure = |words: &str| {
        let output = studio.run(&format!("evaluate {words} --side 64 --json --device cpu"));
        assert_eq!(status(&output), 0, "{words}: {}", stderr(&output));
        lines(&output).pop().expect("a line")
    };
    let number = |line: &Value, key: &str| line[key].as_f64().expect("a number");
    let (near, far) = (measure("kid land more"), measure("kid land paint"));
    assert!(number(&near, "kid") < number(&far, "kid"), "{near} {far}");
    let (near_by, far_by) = (measure("energy land more"), measure("energy land paint"));
    assert!(
        number(&near_by, "energy") < number(&far_by, "energy"),
        "{near_by} {far_by}"
    );
    assert!(number(&far_by, "deviation") > 0.0, "{far_by}");
    assert_eq!(far["pictures"], serde_json::json!([6, 6]));
    // Names decide nothing, and a picture that lies there twice is one.
    std::fs::rename(studio.path("land/0.png"), studio.path("land/z.png")).expect("renamed");
    std::fs::copy(studio.path("land/z.png"), studio.path("land/湖.png")).expect("copied");
    assert_eq!(measure("kid land paint"), far);
    let fid = measure("fid land paint --crops 2");
    assert!(
        number(&fid, "fid") > 0.0 && fid["reliable"] == false,
        "{fid}"
    );
    assert_eq!(fid["squares"], serde_json::json!([12, 12]));
    let shares = measure("coverage land paint --crops 20");
    assert!(
        (0.0..=1.0).contains(&number(&shares, "coverage")),
        "{shares}"
    );

    std::fs::create_dir(studio.path("none")).expect("folder");
    for (words, says) in [
        ("kid land none", "no picture in none"),
        ("kid land style.png", "is not a folder"),
        ("coverage land paint", "needs 100"),
    ] {
        let output = studio.run(&format!("evaluate {words} --side 64 --device cpu"));
        let said = stderr(&output);
        assert_eq!(status(&output), 1, "{words}: {said}");
        assert!(said.contains(says) && said.lines().count() == 1, "{said}");
    }
    // What cannot be read is named, the rest measured.
    std::fs::write(studio.path("more/broken.png"), "no picture").expect("written");
    let output = studio.run("evaluate kid land more --side 64 --device cpu");
    assert_eq!(status(&output), 1);
    assert!(
        stderr(&output).contains("broken.png"),
        "{}",
        stderr(&output)
    );
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("KID-impasto"));
}

#[test]
fn a_test_card_is_painted_and_measured() {
    let studio = Studio::new();
    let output = studio.run("evaluate card --style woodcut style.png -o cards --json --device cpu");
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let [woodcut, own] = lines(&output).try_into().expect("two lines");
    assert_eq!(
        (&woodcut["style"], &own["style"]),
        (&"woodcut".into(), &"style".into())
    );
    for key in ["square", "disc"] {
        assert!(
            woodcut["faults"][key]["excess"]
                .as_f64()
                .is_some_and(|v| v > 0.0),
            "{woodcut}"
        );
    }
    assert!(
        own["faults"]["hatch"]["energy"]
            .as_f64()
            .is_some_and(|v| v > 0.0),
        "{own}"
    );
    for name in ["card", "woodcut", "style"] {
        assert_eq!(
            pixels(&studio.path(&format!("cards/{name}.png"))).len(),
            512 * 384 * 3
        );
    }
}

#[test]
fn a_blind_study_is_drawn_and_its_votes_are_understood() {
    let studio = Studio::new();
    for folder in ["old", "new"] {
        std::fs::create_dir(studio.path(folder)).expect("folder");
        for name in ["a", "b", "c", "d"] {
            let to = studio.path(&format!("{folder}/{name}.png"));
            std::fs::copy(studio.path("style.png"), to).expect("copied");
        }
    }
    let output = studio.run("evaluate prefer old new --sheets study --beside old --json");
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert_eq!(lines(&output)[0]["sheets"], 4);
    // Nothing that the one who votes looks at says which is which.
    let votes = std::fs::read_to_string(studio.path("study/votes.tsv")).expect("votes");
    assert!(votes.contains("004\t") && !votes.contains("old") && !votes.contains("new"));
    let key = std::fs::read_to_string(studio.path("study/key.json")).expect("the key");
    let key: Value = serde_json::from_str(&key).expect("JSON");
    assert_eq!(key["contenders"], serde_json::json!(["old", "new"]));

    let output = studio.run("evaluate prefer --votes study/votes.tsv");
    assert_eq!(status(&output), 1);
    assert!(
        stderr(&output).contains("too few votes"),
        "{}",
        stderr(&output)
    );
    let sheets = key["sheets"].as_array().expect("sheets");
    let choice = |sheet: &Value| if sheet["left"] == 1 { "left" } else { "right" };
    let written: String = (1..)
        .zip(sheets)
        .map(|(i, sheet)| format!("{i}\t{}\n", choice(sheet)))
        .collect();
    std::fs::write(studio.path("study/votes.tsv"), written).expect("written");
    let output = studio.run("evaluate prefer --votes study/votes.tsv --json");
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let best = &lines(&output)[0]["contenders"][0];
    assert_eq!(
        (&best["contender"], &best["pairs"][0]["wins"]),
        (&"new".into(), &4.0.into())
    );
    let share = |key: &str| best["against_others"][key].as_f64().expect("a share");
    assert!(share("low") < share("share") && share("share") > 0.8 && share("high") < 1.0);

    for (words, says) in [
        ("prefer old new --sheets study", "is there already"),
        ("prefer old paint --sheets other", "is not a folder"),
        ("prefer --votes new/votes.tsv", "key.json"),
        ("prefer old new", "--sheets"),
    ] {
        let output = studio.run(&format!("evaluate {words}"));
        assert_ne!(status(&output), 0, "{words}");
        assert!(
            stderr(&output).contains(says),
            "{words}: {}",
            stderr(&output)
        );
    }
}

#[test]
fn folders_are_seen_on_a_sheet_and_divided_by_what_is_in_their_files() {
    let studio = Studio::new();
    std::fs::create_dir(studio.path("some")).expect("folder");
    std::fs::copy(studio.path("style.png"), studio.path("some/a.png")).expect("copied");
    std::fs::copy(studio.path("湖.png"), studio.path("some/湖.png")).expect("copied");
    std::fs::write(studio.path("some/notes.txt"), "nothing").expect("written");
    let output = studio.run("data sheet some -o sheet.png --side 64 --columns 2");
    // What is no picture is named, the rest drawn.
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("notes.txt"), "{}", stderr(&output));
    let sheet =
        impasto::picture::load(&studio.path("sheet.png"), Default::default()).expect("a sheet");
    assert_eq!((sheet.width, sheet.height), (128, 64));
    std::fs::remove_file(studio.path("some/notes.txt")).expect("removed");

    let output = studio.run("data split some --json");
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let parts = &lines(&output)[0];
    let names =
        ["train", "validation", "test"].map(|part| parts[part].as_array().expect("names").clone());
    let mut names: Vec<Value> = names.concat();
    names.sort_by_key(|name| name.to_string());
    assert_eq!(names, ["a.png", "湖.png"]);
    let output = studio.run("data split some");
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 5);

    std::fs::create_dir(studio.path("none")).expect("folder");
    let output = studio.run("data sheet none -o none.png");
    assert_eq!(status(&output), 1);
    assert!(
        stderr(&output).contains("no picture in none"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn pictures_are_compared_by_looks_and_other_networks_are_refused_by_name() {
    let studio = Studio::new();
    for folder in ["own", "same", "others"] {
        std::fs::create_dir(studio.path(folder)).expect("folder");
    }
    for (from, to) in [
        ("湖.png", "own/lake.png"),
        ("湖.png", "same/lake.png"),
        ("style.png", "others/lake.png"),
        ("style.png", "others/else.png"),
    ] {
        std::fs::copy(studio.path(from), studio.path(to)).expect("copied");
    }
    let distance = |words: &str| {
        let output = studio.run(&format!(
            "evaluate lpips {words} --json --device cpu --size 64"
        ));
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        let last = lines(&output).pop().expect("a line");
        assert_eq!(
            (&last["name"], &last["pairs"]),
            (&"LPIPS-impasto".into(), &1.into())
        );
        last["distance"].as_f64().expect("a number")
    };
    assert_eq!(distance("own same"), 0.0);
    assert!(distance("own others") > 0.1);
    assert_eq!(distance("own others"), distance("湖.png style.png"));
    let script = fixture("torchscript.pt");
    let script = script.to_str().expect("a path");
    for (words, says) in [
        ("lpips own 湖.png".to_owned(), "is not a folder"),
        ("lpips own none".to_owned(), "none"),
        (
            format!("lpips own same --features {script} --heads {script}"),
            "TorchScript",
        ),
        (format!("fid own same --features {script}"), "TorchScript"),
        ("kid own same --features 湖.png".to_owned(), "weights"),
    ] {
        let output = studio.run(&format!("evaluate {words} --device cpu"));
        assert_eq!(status(&output), 1, "{words}: {}", stderr(&output));
        assert!(
            stderr(&output).contains(says),
            "{words}: {}",
            stderr(&output)
        );
    }
}
