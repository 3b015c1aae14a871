// Three planes of sRGB floats, a tensor [1, 3, H, W], to the pixels of a texture.

struct Size {
    width: u32,
    height: u32,
}

@group(0) @binding(0) var<storage, read> planes: array<f32>;
@group(0) @binding(1) var<uniform> size: Size;
@group(0) @binding(2) var pixels: texture_storage_2d<rgba8unorm, write>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) cell: vec3<u32>) {
    if cell.x >= size.width || cell.y >= size.height {
        return;
    }
    let index = cell.y * size.width + cell.x;
    let plane = size.width * size.height;
    let colour = vec3(planes[index], planes[plane + index], planes[2u * plane + index]);
    textureStore(pixels, cell.xy, vec4(clamp(colour, vec3(0.0), vec3(1.0)), 1.0));
}
